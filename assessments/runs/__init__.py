"""A run from upload to end: its states, storage, and the child process that counts."""
