"""The one command: `up`, `run`, `test`, `bench`, `load`, `compile_messages`, and all of Django's management."""

import sys
from collections.abc import Callable, Mapping, Sequence

from motorblok.config.backup.backup_command import run_backup
from motorblok.config.backup.refusals import CannotBackUp, CannotRestore
from motorblok.config.backup.restore_command import run_restore
from motorblok.config.launch import preflight, testing
from motorblok.config.launch.management import manage
from motorblok.config.launch.messages import compile_messages
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.running import run
from motorblok.config.launch.state import State, default_home
from motorblok.config.launch.steps import say
from motorblok.config.launch.up import up

USAGE = """\
Motorblok: what an outsourced back-office provider runs.

  ./motorblok up [--port 8000] [--no-demo]   start everything; Ctrl-C stops it
  ./motorblok run web                        be one process of a deployment (worker, beat, ...)
  ./motorblok doctor [--json]                look over all that a deployment needs
  ./motorblok backup --to FOLDER             copy the whole database, and keep seven copies
  ./motorblok restore FOLDER [--until TIME]  put it back as it was
  ./motorblok test [--all] [pytest's words]  the quick suite, or all of it
  ./motorblok bench [its words]              measure, beside others
  ./motorblok load [its words]               drive a deployment as 200 people do
  ./motorblok compile_messages               translations, from .po to .mo
  ./motorblok help                           every other command
"""
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a refusal is one sentence on the standard error, and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help"}:
        say(USAGE)
        return 0
    try:
        command = COMMANDS.get(words[0])
        return command(words[1:]) if command else manage(words)
    except (CannotStart, CannotBackUp, CannotRestore) as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        if error.errno not in preflight.FULL | preflight.UNWRITABLE:
            raise
        return _refuse(preflight.refusal_of(error, str(error.filename or default_home())))
    except KeyboardInterrupt:
        return INTERRUPTED


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"motorblok: {sentence}\n")
    return 1


def _compile(arguments: Sequence[str]) -> int:
    compiled = compile_messages(State(default_home()))
    say(f"{len(compiled)} catalogues compiled.")
    return 0


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "up": up,
    "run": run,
    "backup": run_backup,
    "restore": run_restore,
    "test": testing.test,
    "bench": testing.bench,
    "load": testing.load,
    "compile_messages": _compile,
}

if __name__ == "__main__":
    sys.exit(main())
