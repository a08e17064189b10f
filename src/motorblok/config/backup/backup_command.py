"""`backup`, as it is typed: once, or once a day."""

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from motorblok.config import environment
from motorblok.config.backup import manifests
from motorblok.config.backup.refusals import CannotBackUp
from motorblok.config.backup.taking import Made, Source, back_up
from motorblok.config.launch.servers import running_servers
from motorblok.config.launch.state import ROOT, State, default_home
from motorblok.config.launch.steps import say
from motorblok.config.operations import backups
from motorblok.config.operations.releases import release_of

DAY = timedelta(hours=24)
AGAIN = timedelta(minutes=15)
REPLICATION, APP = "DATABASE_BACKUP_URL", "DATABASE_URL"


def run_backup(arguments: Sequence[str]) -> int:
    """Make a base backup now, or one a day. CannotBackUp tells what stands in the way."""
    options = _options(arguments)
    if not options.to:
        raise CannotBackUp("Name the folder for the backups with --to, or in MOTORBLOK_BACKUPS.")
    folder = Path(options.to).resolve()
    if options.daily:
        _daily(folder, keep=options.keep)
    else:
        say(_told(_made(folder, keep=options.keep)))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motorblok backup", description="Make a base backup.")
    parser.add_argument("--to", default=os.environ.get("MOTORBLOK_BACKUPS"), help="the folder for backups")
    parser.add_argument("--keep", type=_count, default=7, help="how many base backups stay (default: 7)")
    parser.add_argument("--daily", action="store_true", help="stay, and make one every 24 hours")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _daily(folder: Path, *, keep: int) -> None:
    """For ever; one that could not be made is tried again soon."""
    while True:
        pause = due_in(folder, at=datetime.now(UTC))
        if pause <= timedelta():
            try:
                say(_told(_made(folder, keep=keep)))
            except CannotBackUp as refusal:
                say(f"There is no backup: {refusal}")
                pause = AGAIN
        time.sleep(max(0.0, pause.total_seconds()))


def due_in(folder: Path, *, at: datetime) -> timedelta:
    """How long from `at` until a new base backup is due; below zero: for how long it has been."""
    bases = manifests.whole_bases(folder)
    return bases[-1].manifest.begun_at + DAY - at if bases else timedelta()


def _made(folder: Path, *, keep: int) -> Made:
    servers = running_servers(State(default_home()))
    made = back_up(_source(servers), folder, keep=keep)
    backups.note(environment.text("REDIS_URL", servers.get("REDIS_URL", "")), size=made.base.manifest.size)
    return made


def _source(servers: Mapping[str, str]) -> Source:
    """The addresses that the environment gives, else those of the Motorblok that runs from the state folder."""
    found = {name: environment.text(name, servers.get(name, "")) for name in (REPLICATION, APP)}
    if missing := [name for name, url in found.items() if not url]:
        raise CannotBackUp(
            f"No Motorblok runs from {default_home()}, and {' and '.join(missing)} lead to no other: start it with up, or set them."
        )
    release = environment.text("MOTORBLOK_RELEASE", release_of(ROOT))
    return Source(replication=found[REPLICATION], app=found[APP], release=release, secrets=secrets_here())


def secrets_here() -> dict[str, str]:
    """What is not in a backup, and without which a restored one is of less use; as far as it is known here."""
    state = default_home() / "secrets"
    names = {"secret_key": "MOTORBLOK_SECRET_KEY", "pepper": "MOTORBLOK_PEPPER"}
    kept = {name: (state / name).read_text() if (state / name).exists() else "" for name in names}
    given = {name: environment.text(variable, kept[name]) for name, variable in names.items()}
    return {name: value for name, value in given.items() if value}


def _told(made: Made) -> str:
    found = made.base.manifest
    seconds = (found.finished_at - found.begun_at).total_seconds()
    gone = f"; {made.removed.bases} older and {made.removed.pieces} pieces of the log were removed"
    return (
        f"{made.base.folder}: {found.size / 1e6:.1f} MB in {seconds:.0f} s, {found.clients} clients, "
        f"whole at {found.finished_at.astimezone(UTC).isoformat(timespec='seconds')}{gone if any((made.removed.bases, made.removed.pieces)) else ''}."
    )
