"""The seal on what is public: its parts, their hashes, and what the log says of them all."""
