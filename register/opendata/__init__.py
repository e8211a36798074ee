"""The whole register for programs: documents, files, any day, what has changed, the interface and the catalogue."""
