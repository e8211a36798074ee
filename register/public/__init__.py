"""For everybody: the register's public pages. They read what has been published, set no cookie and change nothing."""
