"""For machines and for anybody who doubts: signed results, keys, and where the log ended."""
