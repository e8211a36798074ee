"""Files become tables of whole numbers. Only in a child process: a web process loads none of what is used here."""
