"""Rows into values and back, and reads for the workspace. Changes are made by editing."""
