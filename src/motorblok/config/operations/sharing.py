"""One set of figures for all processes of the web: each writes a file of its own, and whoever is asked reads them all."""

import os
import shutil
from pathlib import Path

from motorblok.config.launch.processes import lives

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_figures(home: Path) -> None:
    """Count together with the other children of this process' parent, in a folder that ends with the parent.

    To be called before anything of Prometheus is imported: it reads the variable once. Figures of a child that has
    ended stay, for a counter must never go back.
    """
    folder = home / "figures"
    mine = folder / str(os.getppid())
    try:
        mine.mkdir(parents=True, exist_ok=True)
    except OSError:
        return  # each process answers for itself then
    for other in folder.iterdir():
        if other.name.isdigit() and not lives(int(other.name)):
            shutil.rmtree(other, ignore_errors=True)
    os.environ.setdefault(VARIABLE, str(mine))
