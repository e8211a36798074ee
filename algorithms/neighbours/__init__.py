"""What other cities and countries say of their algorithms: apart from the register, and never published as ours."""
