"""The card of an entry, its history, and the card as a PDF."""
