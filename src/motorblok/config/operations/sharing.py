"""One set of figures for all processes of the web: each writes a file of its own, and whoever is asked reads them all."""

import os
import shutil
import socket
import time
from pathlib import Path

from motorblok.config.launch.processes import lives

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MONTH = 30 * 86_400


def share_figures(home: Path) -> None:
    """Count together with the other children of this process' parent, in a folder that ends with the parent.

    To be called before anything of Prometheus is imported: it reads the variable once. Figures of a child that has
    ended stay, for a counter must never go back. The folder bears the machine's name too: containers that share a home
    have the same numbers of processes.
    """
    folder, machine = home / "figures", socket.gethostname()
    mine = folder / f"{machine}-{os.getppid()}"
    try:
        mine.mkdir(parents=True, exist_ok=True)
        for other in folder.iterdir():
            if other != mine and _is_over(other, machine=machine):
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        return  # each process answers for itself then
    os.environ.setdefault(VARIABLE, str(mine))


def _is_over(folder: Path, *, machine: str) -> bool:
    """Whether nobody counts there any more: of another machine that is known after a month alone."""
    name, _hyphen, parent = folder.name.rpartition("-")
    if name == machine and parent.isdigit():
        return not lives(int(parent))
    return max(each.stat().st_mtime for each in (folder, *folder.iterdir())) < time.time() - MONTH
