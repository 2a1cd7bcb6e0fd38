"""What can be wrong."""


class ParcelMissingError(Exception):
    """No parcel has this key."""

    status_code = 404


class LabelTakenError(Exception):
    """Another parcel has this label already."""

    status_code = 409
