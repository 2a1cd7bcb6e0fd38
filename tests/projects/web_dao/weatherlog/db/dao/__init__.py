"""Access to the tables."""
