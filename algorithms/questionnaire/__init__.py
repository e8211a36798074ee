"""The questions that a version answers: their sections, how answers are read, and how two versions differ. Pure."""
