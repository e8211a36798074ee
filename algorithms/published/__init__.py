"""What is public of the register, decided in one place: card, paper, feed, search and signed files read it here."""
