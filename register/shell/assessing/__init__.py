"""Assessments from the shell: options become a plan, files are counted, and what came of it is printed or written."""
