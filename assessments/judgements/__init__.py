"""Several people judge the same answers: their judgements become one, and how much they agree is measured."""
