"""Lets our own PostgreSQL keep its write-ahead log where the environment wants backups."""

import os
import pwd
import shlex
import shutil
from pathlib import Path

from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import ROOT

SCRIPT = ROOT / "infra/backup/archive_wal.sh"
SECONDS = 60  # of work that may be lost with the machine


def archive_folder() -> Path | None:
    """The folder for backups that the environment names."""
    named = os.environ.get("MOTORBLOK_BACKUPS")
    return Path(named).resolve() if named else None


def archive_settings(folder: Path, place: Path, user: pwd.struct_passwd | None) -> dict[str, str]:
    """PostgreSQL's settings for an archive in FOLDER/wal; the script lies in `place`, where its login can run it."""
    wal = _made(folder / "wal", user)
    script = Path(shutil.copy(SCRIPT, place / SCRIPT.name))
    script.chmod(0o755)
    program, into = (shlex.join(words).replace("%", "%%") for words in (["sh", str(script)], [str(wal)]))
    return {
        "archive_mode": "on",
        "archive_timeout": str(SECONDS),
        "archive_command": f'{program} "%p" "%f" {into}',
    }


def _made(wal: Path, user: pwd.struct_passwd | None) -> Path:
    try:
        wal.mkdir(mode=0o750, parents=True, exist_ok=True)
        if user:
            os.chown(wal, user.pw_uid, user.pw_gid)
    except OSError as error:
        raise CannotStart(f"{wal} (MOTORBLOK_BACKUPS): {os.strerror(error.errno or 0).lower()}.") from None
    if user and not all(parent.stat().st_mode & 0o001 for parent in wal.parents):
        raise CannotStart(
            f"PostgreSQL runs as {user.pw_name} and does not get to {wal}: let others enter the folders above it."
        )
    return wal
