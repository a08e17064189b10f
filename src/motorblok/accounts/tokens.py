"""Secrets that are never stored: how they are made, and the keyed hashes that stand for them at rest."""

import base64
import hashlib
import hmac
import secrets
import string

from cryptography.fernet import Fernet
from django.conf import settings

# What a keyed hash is for; a hash made for one purpose fits no other.
INVITATION = "accounts.invitation"
KEY = "accounts.key"

BASE62 = string.digits + string.ascii_letters


def new_token() -> str:
    """256 random bits, fit for a link."""
    return secrets.token_urlsafe(32)


def new_secret(length: int = 32) -> str:
    """A random word of base62 characters (32 of them: 190 bits)."""
    return "".join(secrets.choice(BASE62) for _ in range(length))


def keyed_hash(secret: str, *, purpose: str) -> str:
    """HMAC-SHA-256 (RFC 2104) in hex. Fast on purpose: what it hides is random, not chosen by a person."""
    return hmac.new(_pepper(purpose), secret.encode(), hashlib.sha256).hexdigest()


def is_same(left: str, right: str) -> bool:
    """Compare in a time that does not tell where they differ."""
    return hmac.compare_digest(left.encode(), right.encode())


def box(purpose: str) -> Fernet:
    """What seals a secret that must be read again (authenticated encryption, from the `cryptography` package)."""
    return Fernet(base64.urlsafe_b64encode(_pepper(purpose)))


def _pepper(purpose: str) -> bytes:
    # One secret for each purpose, so that no two uses of the setting can be played against each other.
    return hmac.new(
        settings.MOTORBLOK_PEPPER.encode(), f"motorblok.{purpose}".encode(), hashlib.sha256
    ).digest()
