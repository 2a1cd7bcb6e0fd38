"""What is expected of the service under load."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Targets:
    """Bounds; `LOAD_P95_MS` and `LOAD_ERRORS` of the environment change them."""

    # how long 95 of 100 requests take at most
    p95_ms: float = 300
    # how many of 100 may fail
    errors: float = 1

    def missed(self, requests: int, failed: float, p95_ms: float) -> str | None:
        """What is wrong with a run, in words; nothing where all is well."""
        if requests == 0:
            return "there was no answer at all"
        if failed > self.errors:
            return f"{failed:.1f} of 100 requests failed; {self.errors:g} may"
        if p95_ms > self.p95_ms:
            return f"95 of 100 requests took {p95_ms:g} ms; {self.p95_ms:g} are wanted"
        return None


def targets_of(environment: Mapping[str, str]) -> Targets:
    """The targets, where the environment names others with these."""
    return Targets(
        p95_ms=float(environment.get("LOAD_P95_MS", Targets.p95_ms)),
        errors=float(environment.get("LOAD_ERRORS", Targets.errors)),
    )
