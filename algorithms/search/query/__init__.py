"""What somebody means who searches: which pages fit, in which order, and how the list is narrowed."""
