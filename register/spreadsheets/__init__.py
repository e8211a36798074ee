"""Tables that people send and take: lists for an import, and workbooks."""
