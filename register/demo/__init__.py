"""The demo city: what its departments say in the register, and evaluation data to test. Knows no database."""
