"""Figures from counts: rates and other metrics, how sure they are, and what may be concluded. Pure."""
