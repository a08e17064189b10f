"""`restore`, as it is typed: into a folder that is named, or in place of the data of our own server."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from motorblok.config.backup import manifests
from motorblok.config.backup.backup_command import secrets_here
from motorblok.config.backup.restoring import Restored, Wish, restore, shown
from motorblok.config.launch import preflight, processes
from motorblok.config.launch.logins import server_login
from motorblok.config.launch.postgres import clear_locks
from motorblok.config.launch.postgres_files import server_folder
from motorblok.config.launch.state import State, default_home
from motorblok.config.launch.steps import say

RESTING = "It can only be read until ./motorblok after_restore has been run with the processes stopped."


def run_restore(arguments: Sequence[str]) -> int:
    """Restore a deployment. CannotRestore tells what stands in the way."""
    options = _options(arguments)
    folder = Path(options.folder).resolve()
    if options.into:
        wish = Wish(folder=folder, data=Path(options.into).resolve(), until=options.until, line=options.line)
        _tell(restore(wish), wish.data)
    else:
        _replace(folder, until=options.until, line=options.line)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motorblok restore", description="Restore a whole deployment.")
    parser.add_argument("folder", help="the folder of the backups")
    parser.add_argument("--until", type=_instant, help="as 2026-11-24T03:00:00+00:00; default: all there is")
    parser.add_argument("--into", help="an empty data folder; default: in place of what up runs on")
    parser.add_argument("--line", type=int, help="the time line to follow; default: the newest")
    return parser.parse_args(arguments)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time as 2026-11-24T03:00:00+00:00") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} does not say how far it is from UTC: add +00:00")
    return found


def _replace(folder: Path, *, until: datetime | None, line: int | None) -> None:
    """In place of the data that `up` runs on, which is kept beside it. Nothing is touched until the new data is whole."""
    state = State(default_home())
    preflight.check_folder(state)
    with state.locked():
        processes.end_left_behind(str(state.home))
        data = server_folder(state, server_login()) / "data"
        clear_locks(data)
        wish = Wish(folder=folder, data=data.with_name("data.restored"), until=until, line=line)
        restored = restore(wish)
        if data.exists():
            aside = data.with_name(f"data.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
            data.rename(aside)
            say(f"What was there is kept in {aside}: remove it when you are content.")
        wish.data.rename(data)
        _tell(restored, data)


def _tell(restored: Restored, data: Path) -> None:
    manifest, findings = restored.base.manifest, restored.findings
    say(
        f"{data} holds the database as it was at {shown(findings.reached_at)} (its last transaction), from {restored.base.folder.name} "
        f"of {manifest.release}: {findings.clients} clients, {findings.events} events, all schemas and rights as they must be."
    )
    for sentence in _warnings(restored):
        say(sentence)
    say(RESTING)


def _warnings(restored: Restored) -> list[str]:
    manifest, pending = restored.base.manifest, restored.findings.pending
    here = secrets_here()
    wrong = [
        name
        for name, fingerprint in manifest.secrets.items()
        if name in here and manifests.fingerprint(here[name], salt=manifest.system_id) != fingerprint
    ]
    told = [
        f"The {name.replace('_', ' ')} here is not the one it was backed up with: put that back."
        for name in wrong
    ]
    unknown = sorted(manifest.secrets.keys() - here.keys())
    told += [f"Whether the {name.replace('_', ' ')} is the right one is not known here." for name in unknown]
    if pending:
        told.append(f"This release brings {pending} migrations: after_restore makes them.")
    return told
