"""The same product with another class elsewhere."""
