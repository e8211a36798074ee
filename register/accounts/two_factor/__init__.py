"""One-time codes in addition to a password, and the page that asks for them."""
