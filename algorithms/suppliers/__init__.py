"""What suppliers can tell: templates of their products, and the clause that asks them in a tender."""
