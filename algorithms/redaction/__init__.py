"""What law keeps from being read: masked words, other spellings of them, and entries that are withheld. Pure."""
