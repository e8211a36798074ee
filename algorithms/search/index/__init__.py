"""The index of what has been published: words, where they stand and how much they weigh."""
