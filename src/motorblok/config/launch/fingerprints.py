"""What need not be done again: the fingerprint of what a step was made from, kept when it has succeeded."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from motorblok.config.launch.state import ROOT, State, write_private

PACKAGES = ("src/motorblok", "tenants", "billing")


def fingerprint(paths: Iterable[Path], *facts: str) -> str:
    """A digest over the names and the bytes of these files, and over further facts."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(paths):
        digest.update(f"\0{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files(*patterns: str) -> list[Path]:
    """Our own files that match a pattern, and the lock file that says which packages of others are installed."""
    lock = ROOT / "uv.lock"
    found = [
        path
        for package in PACKAGES
        for pattern in patterns
        for path in (ROOT / package).rglob(pattern)
        if path.is_file()
    ]
    return [*found, *([lock] if lock.exists() else [])]


def is_done(state: State, step: str, digest: str) -> bool:
    """Whether this step succeeded last time for the same fingerprint."""
    kept = state.home / "done" / step
    return kept.exists() and kept.read_text() == digest


def keep_done(state: State, step: str, digest: str) -> None:
    """Remember that the step has succeeded."""
    write_private(state.folder("done") / step, digest)
