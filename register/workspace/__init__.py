"""Signed in: entries and their versions, the steps of the workflow, and evidence. Handlers only; rules lie below."""
