"""The addresses that readers of an entry are sent to, and whether they still lead somewhere."""
