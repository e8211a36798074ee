"""What every page rests on: what a request tells, pages, languages, labels, the city's theme, errors."""
