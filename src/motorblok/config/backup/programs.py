"""PostgreSQL's own programs for a server of some major version: ours, the system's, or those that the environment names."""

import importlib.util
import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from motorblok.config.launch.logins import may_enter, server_login
from motorblok.config.launch.postgres_files import FILES, MAJOR, PACKAGE, programs_for
from motorblok.kernel.errors import DomainError

SYSTEM = Path("/usr/lib/postgresql")


class NoPrograms(DomainError):
    """This machine has no programs of that PostgreSQL."""

    code = "no-programs"


def programs_of(major: int) -> Path:
    """The folder with pg_basebackup and postgres of this major version. Raises NoPrograms."""
    for folder in _places(major):
        if (folder / "pg_basebackup").exists():
            return folder
    raise NoPrograms(
        f"There are no programs of PostgreSQL {major} on this machine: install its client and server packages, "
        "or name their folder in MOTORBLOK_POSTGRES_PROGRAMS."
    )


def _places(major: int) -> Iterator[Path]:
    if named := os.environ.get("MOTORBLOK_POSTGRES_PROGRAMS"):
        yield Path(named)
    yield SYSTEM / str(major) / "bin"
    spec = importlib.util.find_spec(PACKAGE)
    if str(major) == MAJOR and spec and spec.origin:
        yield Path(spec.origin).parent / FILES / "bin"


def login_for(folder: Path) -> pwd.struct_passwd | None:
    """Whom a server runs as whose data lies in `folder`: its owner; where that is root, the login of our own server."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat()
    if owner.st_uid == 0:
        return server_login()
    # In a container the owner of a volume need not have a name.
    return pwd.struct_passwd(("", "", owner.st_uid, owner.st_gid, "", "/", ""))


def runnable(programs: Path, user: pwd.struct_passwd | None, *, scratch: Path) -> Path:
    """The same programs where that login can run them; root's own checkout, for one, is closed to others."""
    if user is None or may_enter(programs):
        return programs
    return programs_for(scratch, user)
