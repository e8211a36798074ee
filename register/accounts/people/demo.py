"""The password that all people of the demonstration share. It opens nothing anywhere else: sign-in refuses it there."""

PASSWORD = "insyn visar hur det går till"  # noqa: S105  # shown on the sign-in page of the demonstration
