"""A name server on loopback that answers, errs, or is silent, as a test wants it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dns import flags, message, rcode, rrset
from dns.rdatatype import CNAME, TXT

from tenants.models import DomainClaim


@dataclass
class NameServer:
    """`texts` by name, each a TXT record as zone files write it; `aliases` are CNAMEs; other names do not exist."""

    place: tuple[str, int]
    texts: dict[str, list[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    fails: bool = False
    is_silent: bool = False
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def publish(self, *claims: DomainClaim) -> None:
        """Have it tell the proofs of claims."""
        for each in claims:
            self.texts.setdefault(each.record_name, []).append(f'"{each.record_value}"')

    def answer(self, wire: bytes) -> bytes | None:
        """What it sends back, or nothing."""
        query = message.from_wire(wire)
        name = query.question[0].name.to_text().rstrip(".")
        self.asked.append(name)
        self.meanwhile()
        if self.is_silent:
            return None
        response = message.make_response(query)
        response.flags |= flags.RA
        response.set_rcode(rcode.SERVFAIL if self.fails else self._fill(response, name))
        return response.to_wire()

    def _fill(self, response: message.Message, name: str) -> rcode.Rcode:
        while alias := self.aliases.get(name):
            response.answer.append(rrset.from_text(f"{name}.", 60, "IN", CNAME, f"{alias}."))
            name = alias
        if texts := self.texts.get(name):
            response.answer.append(rrset.from_text(f"{name}.", 60, "IN", TXT, *texts))
        return rcode.NOERROR if texts or name in self.empty else rcode.NXDOMAIN


@contextmanager
def serving() -> Iterator[NameServer]:
    """A name server that answers until the block is left."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        server = NameServer(line.getsockname())
        thread = threading.Thread(target=_serve, args=(line, server))
        thread.start()
        try:
            yield server
        finally:
            line.sendto(b"", server.place)
            thread.join(5)


def _serve(line: socket.socket, server: NameServer) -> None:
    while True:
        wire, sender = line.recvfrom(4096)
        if not wire:
            return
        if answer := server.answer(wire):
            line.sendto(answer, sender)
