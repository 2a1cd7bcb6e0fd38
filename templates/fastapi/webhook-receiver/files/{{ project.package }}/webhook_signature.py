"""Signatures of webhooks, as https://www.standardwebhooks.com specifies them."""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

TOLERANCE = dt.timedelta(minutes=5)

LONGEST_ID = 200


class SignatureError(Exception):
    """The webhook is not from the one who knows the secret, or is not of today."""


@dataclass(frozen=True)
class Envelope:
    """What the headers say of an event."""

    event_id: str
    sent_at: dt.datetime


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, now: dt.datetime
) -> Envelope:
    """Who sent the event, and when; `SignatureError` unless all of it is right."""
    event_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not 0 < len(event_id) <= LONGEST_ID or not event_id.isascii():
        raise SignatureError("no good id")
    sent_at = _moment(timestamp)
    if abs(now - sent_at) > TOLERANCE:
        raise SignatureError("too old, or from the future")
    expected = signature(secret, event_id, timestamp, body)
    sent = headers.get("webhook-signature", "").split(" ")
    # every one is compared, so that the time tells nothing of which was right
    matches = [hmac.compare_digest(expected.encode(), one.encode()) for one in sent]
    if not any(matches):
        raise SignatureError("no signature fits")
    return Envelope(event_id, sent_at)


def signature(secret: str, event_id: str, timestamp: str, body: bytes) -> str:
    """The signature of version 1: an HMAC of the id, the time and the body."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    """Secrets with the prefix of the specification are Base64, others a text."""
    encoded = secret.removeprefix("whsec_")
    if encoded == secret:
        return secret.encode()
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("the secret after whsec_ is not Base64") from error


def _moment(timestamp: str) -> dt.datetime:
    """Whole seconds since 1970, written in the usual way."""
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > 10:
        raise SignatureError("no time")
    return dt.datetime.fromtimestamp(int(timestamp), dt.UTC)
