"""Who owes whom."""
