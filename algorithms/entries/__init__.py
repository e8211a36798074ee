"""What the register holds, as frozen values: entries, their versions, their texts, and what an event tells."""
