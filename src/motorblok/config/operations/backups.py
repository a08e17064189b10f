"""When the last base backup was made: told beside the broker, where a lost note costs no more than a warning."""

import time
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

KEY = "motorblok:backup"
PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Last:
    """The last base backup: for how many seconds it is finished, and its size in bytes."""

    seconds: float
    size: int


def note(url: str, *, size: int) -> bool:
    """Note at the broker of this address that a base backup is finished now; whether that succeeded."""
    try:
        with Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as broker:
            broker.hset(KEY, mapping={"at": str(time.time()), "size": str(size)})
    except (RedisError, ValueError):
        return False
    return True


def last(broker: "Redis") -> Last | None:
    """What was noted last. Raises RedisError."""
    noted: dict[bytes, bytes] = broker.hgetall(KEY)  # type: ignore[assignment]  # text only if asked for
    if not noted:
        return None
    return Last(max(0.0, time.time() - float(noted[b"at"])), int(noted[b"size"]))
