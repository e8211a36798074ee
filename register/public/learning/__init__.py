"""Short lessons for residents and staff, a glossary, a test to try and a practice test: nothing is stored of anybody.

The texts lie in ``texts``, one file per lesson and language: a lesson is read as a whole, with headings and links, and
is translated as one; cut into single sentences for gettext, a translator would not see what belongs together.
"""
