"""An origin in the sense of browsers: scheme, host and port, and nothing else."""

from typing import Annotated

from pydantic import StringConstraints

CorsOrigin = Annotated[
    str, StringConstraints(pattern=r"^https?://[a-z0-9.-]+(:[0-9]{1,5})?$")
]
