"""People, their roles and deputies, their own account, and what was done to it."""
