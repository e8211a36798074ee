"""Maps of standards that are read and not written, a module each. Pure."""
