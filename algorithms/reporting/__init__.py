"""The register in numbers: for the steering group, for everybody, and compared with the goals of the AI plan."""
