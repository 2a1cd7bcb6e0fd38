"""What a file is, as its first bytes say."""

import re

# As much as every signature needs.
HEAD_SIZE = 16

SIGNATURES = {
    "application/pdf": re.compile(rb"%PDF-\d"),
    "application/zip": re.compile(rb"PK\x03\x04"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}


def sniff(head: bytes) -> str | None:
    """The type of a file that begins with these bytes; none for one not known."""
    fitting = (name for name, begin in SIGNATURES.items() if begin.match(head))
    return next(fitting, None)
