"""What a person sees while Motorblok starts: one line per step, with its seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(words: str) -> None:
    """One line, at once."""
    print(words, flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Tell what is being done while it is done, and how many seconds it took."""
    began = time.monotonic()
    print(f"{words} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f"{time.monotonic() - began:.1f} s")
