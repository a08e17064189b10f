"""The login that PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from motorblok.config.launch.refusals import CannotStart

NAME = "motorblok"
ENTER_AND_READ = 0o005


def server_login() -> pwd.struct_passwd | None:
    """None for an ordinary user; for root a system user, made when it is missing, else `nobody`."""
    if os.geteuid() != 0:
        return None
    found = _find(NAME) or _make(NAME) or _find("nobody")
    if found is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and no other login could be made: run Motorblok as an ordinary user."
        )
    return found


def may_enter(path: Path) -> bool:
    """Whether any login may list this folder and get to it."""
    if path.stat().st_mode & ENTER_AND_READ != ENTER_AND_READ:
        return False
    return all(parent.stat().st_mode & 0o001 for parent in path.parents)


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make(name: str) -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd:
        command = [
            useradd,
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            name,
        ]
        subprocess.run(command, capture_output=True, check=False)
    return _find(name)
