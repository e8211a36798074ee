"""Pages of staff about imports."""
