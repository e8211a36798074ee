"""What programs ask under /api/v1: the operations, their types and description, and the answers."""
