"""One-time codes beside a password, and the page that asks for them."""
