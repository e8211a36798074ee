"""Questions of residents (Tyck till): asked without a name, shown or not, answered in the open, read by a code."""
