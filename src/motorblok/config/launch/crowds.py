"""How many threads the server needs, so that one is always free to say that there is no room."""

AT_ONCE_ASIDE = 2
WAITING_ASIDE = 32
"""A browser that comes for the first time asks for some twenty files at once."""
BODIES = 16
"""Requests that may be on their way in at the same time: senders that dawdle keep others from sending, not from reading."""
SPARE = 4


def threads_for(*, at_work: int, waiting: int) -> int:
    """Threads of the server: each request keeps one from its first byte to its answer. Most are idle, or not even made."""
    return at_work + waiting + AT_ONCE_ASIDE + WAITING_ASIDE + BODIES + SPARE
