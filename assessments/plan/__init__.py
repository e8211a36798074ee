"""What will be compared, decided before anybody looks at a result."""
