"""What evaluation data are before they are counted: columns, identifiers, rows, and where a file lies encrypted."""
