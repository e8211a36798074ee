"""A public result as residents and staff read it: sentences, charts and tables. No figures are made here."""
