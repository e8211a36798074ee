"""Other engines that count: frames where they lie, files and folders larger than memory. Never in a web process."""
