"""The register in numbers: for the steering group, for everybody, and beside what the AI plan wants."""
