"""The subcommands of ``insyn`` that do something of their own. Which there are: cli."""
