"""What is printed: cards and reports as PDFs, and a report as one file."""
