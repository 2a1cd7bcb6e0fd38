class NotFoundError(Exception):
    """Nothing has this id."""
