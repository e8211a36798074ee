"""Finding what has been published: an index of our own, so that both databases give the same results in the same order.

The rules are pure (words to situations); tables, filling, shelves and searching are what is stored, written and read.
"""
