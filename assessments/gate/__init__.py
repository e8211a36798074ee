"""What leaves the house: rounded, hidden where it rests on few, and tried by an attacker. Pages are made elsewhere."""
