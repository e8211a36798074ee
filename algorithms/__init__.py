"""The register: what is said of each algorithm, who may change it, and how it becomes public."""
