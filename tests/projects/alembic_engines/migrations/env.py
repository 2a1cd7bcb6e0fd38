"""Not run by any test."""
