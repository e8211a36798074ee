"""How the tables of this package came about, step by step. What the next step is like: CONTRIBUTING.md."""
