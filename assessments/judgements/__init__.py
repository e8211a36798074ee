"""Several people judge the same answers: what they said becomes one judgement, and how much they agree is told."""
