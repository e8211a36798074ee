"""Pages of staff about evidence: files, test plans, sensitive data."""
