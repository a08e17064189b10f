"""Stands between a process and a server of its, so that the server can be away for a while."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 65_536


@dataclass
class Relay:
    """Passes on what comes in, until it is cut: then connections are broken off, and new ones refused."""

    host: str
    target_port: int
    port: int = 0
    open: set[socket.socket] = field(default_factory=set)

    @classmethod
    def to(cls, url: str) -> "tuple[Relay, str]":
        """A relay to the server of an address, and the address that leads through it."""
        parts = urlsplit(url)
        relay = cls(parts.hostname or "127.0.0.1", parts.port or 0)
        relay.mend()
        login = parts.netloc.rpartition("@")[0]
        return relay, parts._replace(netloc=f"{login}@127.0.0.1:{relay.port}".lstrip("@")).geturl()

    def mend(self) -> None:
        """Let connections in again, at the same port."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=[self._listening], daemon=True).start()

    def cut(self) -> None:
        """Break everything off."""
        for each in [self._listening, *self.open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listening.accept()
                far = socket.create_connection((self.host, self.target_port))
                for one, other in ((near, far), (far, near)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.open.add(one)
                    threading.Thread(target=self._pass_on, args=[one, other], daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(CHUNK):
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            self.open.discard(each)
