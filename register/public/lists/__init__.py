"""The start page, the list of algorithms, figures, feeds and what the city says of the service."""
