"""How a version becomes public: the table of steps, what must hold before each, and deadlines. Pure."""
