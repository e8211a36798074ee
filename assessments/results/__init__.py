"""The full result of an assessment: groups, comparisons, a second opinion on each rate, signed files."""
