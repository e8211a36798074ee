"""Words that law keeps from being read: who proposed and decided it. What a reader is given instead: masks."""
