"""What was done in a period is counted by kind. The register's own figures: tests/register/test_figures.py."""

from algorithms.reporting.steering import in_period


def test_what_was_done_in_a_period_is_counted_by_kind_and_the_rest_is_left_out() -> None:
    counts = in_period({"publish": 2, "return": 1, "change": 7, "comment": 1})
    assert (counts["published"], counts["returned"], counts["begun"], sum(counts.values())) == (2, 1, 0, 3)
