"""Lets a process of the web that is told to stop while it starts hear it."""

import multiprocessing
import signal


def end_when_told() -> None:
    """End at once on SIGTERM, until the server listens to it itself: nothing has been taken in before that.

    A process inherits its parent's handler, which only sets a flag of the parent's: the signal would be lost. Does
    nothing in a process that has no such parent.
    """
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
