"""Search in what has been published: an index of our own, so that both databases give the same results."""
