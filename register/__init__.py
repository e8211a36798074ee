"""The web and the command line: HTTP in, HTML out. No rules live here."""
