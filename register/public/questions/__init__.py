"""Residents' questions: read, asked, and answered by a code."""
