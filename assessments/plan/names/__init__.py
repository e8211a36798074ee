"""What groups and answers are called where a run is cited: words that belong to no plan."""
