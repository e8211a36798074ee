"""Lists of other registers: what each standard's columns mean with us, and what became of every filled cell. Pure."""
