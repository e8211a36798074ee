"""The one queue of work that takes longer than a page may. Knows what waits, not how it is done."""
