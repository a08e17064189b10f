"""When who does something: fixed before the run, so that a slow answer is waited for by those behind it, and counted."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

SEED = 20_260_101


def instants(*, rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Instants as strangers come: `rate` a second on average, at random, in seconds from the beginning."""
    found, now = [], chance.expovariate(rate)
    while now < seconds:
        found.append(now)
        now += chance.expovariate(rate)
    return found


def shared(
    times: Sequence[float], kinds: Mapping[str, tuple[int, float]], *, arriving: float, chance: random.Random
) -> dict[tuple[str, int], list[float]]:
    """Whose instant each is: of a kind by its weight, and of it one of those who have come by then.

    `kinds` gives how many there are and the weight; they come one by one in the first `arriving` seconds.
    """
    weights = [weight for _number, weight in kinds.values()]
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    for time in times:
        kind = chance.choices(list(kinds), weights)[0]
        here = max(1, min(kinds[kind][0], int(kinds[kind][0] * time / arriving)))
        found[kind, chance.randrange(here)].append(time)
    return found
