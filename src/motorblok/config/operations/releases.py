"""Which release of Motorblok this is."""

import re
from importlib import metadata
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40}")


def release_of(root: Path) -> str:
    """The version and, in a checkout, its commit: motorblok@0.1.0+ab12cd34ef56."""
    commit = _commit(root / ".git")
    return f"motorblok@{metadata.version('motorblok')}" + (f"+{commit[:12]}" if commit else "")


def session_name(process: str, release: str) -> str:
    """How a process calls itself at the database, where whoever upgrades looks for releases that still run.

    PostgreSQL keeps 63 bytes of it: motorblok web 0.1.0+ab12cd34ef56.
    """
    words = "-".join(release.removeprefix("motorblok@").split())
    return f"motorblok {process[:12]} {words[:40]}"


def _commit(git: Path) -> str:
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head if COMMIT.fullmatch(head) else ""
        return (git / head.removeprefix("ref: ")).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
