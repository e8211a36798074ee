"""The register as residents read it: published versions as model cards, and what has changed."""
