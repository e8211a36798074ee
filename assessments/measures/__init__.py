"""Figures that are no simple rates: of scores, amounts, places in a ranking. From whole sums, in closed form."""
