"""What the pretended gateway tells: signed over the raw bytes as a real one does, read with the same suspicion."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from billing.gateways.port import KINDS, BadSignature, Malformed, Notice, TooOld
from billing.models.fake import FakeNotice

HEADER = "Motorblok-Fake-Signature"
TOLERANCE = timedelta(minutes=5)
LARGEST = 512 * 1024
VERSION = "2026-11-01"


def letter(notice: FakeNotice, *, secret: str, at: datetime) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a message."""
    told = {
        "id": f"fevt_{notice.id.hex}",
        "type": notice.kind,
        "about": notice.about,
        "object": notice.object_id,
        "version": VERSION,
        "livemode": False,
    }
    body = json.dumps(told).encode()
    return body, {HEADER: signed(body, secret=secret, at=at), "Content-Type": "application/json"}


def signed(body: bytes, *, secret: str, at: datetime) -> str:
    """The header that proves who sent it, and when."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_mac(stamp, body, secret)}"


def read_notice(body: bytes, headers: Mapping[str, str], *, secrets: Sequence[str], at: datetime) -> Notice:
    """What a message says. Raises BadSignature, TooOld (5 minutes either way of `at`), Malformed."""
    if len(body) > LARGEST:
        raise Malformed
    header = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
    stamp, mac = _parts(header)
    if not any(hmac.compare_digest(_mac(stamp, body, secret).encode(), mac.encode()) for secret in secrets):
        raise BadSignature
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise TooOld
    try:
        return _read(json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed from error


def _read(told: Mapping[str, Any]) -> Notice:
    if not all(isinstance(told[name], str) for name in ("id", "type", "about", "object", "version")):
        raise Malformed
    return Notice(
        external_id=told["id"],
        kind=told["type"],
        about=told["about"] if told["about"] in KINDS else "",
        object_id=told["object"],
        api_version=told["version"],
        livemode=bool(told["livemode"]),
        matches=told["version"] == VERSION and told["livemode"] is False,
    )


def _parts(header: str) -> tuple[str, str]:
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    stamp, mac = parts.get("t", ""), parts.get("v1", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and mac):
        raise BadSignature
    return stamp, mac


def _mac(stamp: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
