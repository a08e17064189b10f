"""A small load generator over HTTP/1.1 with connections kept open, to 127.0.0.1 with the Host header set by hand."""

import http.client
import json
import multiprocessing
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import cycle

HEAD_START = 1.0
MOVE_ON_AFTER = 25
"""Calls after which a sender connects anew: a connection stays with one worker, and some would get none."""


class AnsweredWrong(RuntimeError):
    """A server answered with another status than the call expects."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `status` is the only answer that counts. A body is sent as it stands."""

    path: str
    host: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200


Page = tuple[Call, ...]
"""The calls that show a person one page, sent one after the other."""


def dumped(pages: Mapping[str, Sequence[Page]]) -> str:
    """Named lists of pages as one line of JSON."""
    return json.dumps(
        {name: [[asdict(call) for call in page] for page in each] for name, each in pages.items()}
    )


def loaded(text: str) -> dict[str, list[Page]]:
    """The named lists of such a line."""
    return {
        name: [tuple(Call(**call) for call in page) for page in each]
        for name, each in json.loads(text).items()
    }


class Browser:
    """One connection to a server, kept open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, call: Call) -> bytes:
        """The body of the answer. Raises AnsweredWrong."""
        headers = {"Host": call.host, **call.headers}
        self.connection.request(
            call.method, call.path, body=call.body and call.body.encode(), headers=headers
        )
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != call.status:
            raise AnsweredWrong(f"{call.method} {call.host}{call.path}: {answer.status} {body[:1000]!r}")
        return body


class Turns:
    """Sends the next of some pages at each call, through one connection, round and round."""

    def __init__(self, port: int, pages: Sequence[Page]) -> None:
        self.browser = Browser(port)
        self.pages: Iterator[Page] = cycle(pages)

    def __call__(self) -> None:
        for call in next(self.pages):
            self.browser.send(call)


class Crowd:
    """Some senders in processes of their own, so that they do not wait for each other."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pool = ProcessPoolExecutor(size, mp_context=multiprocessing.get_context("spawn"))

    def rate(self, port: int, pages: Sequence[Page], *, seconds: float) -> float:
        """Pages answered per second while all of them send without a pause. Raises AnsweredWrong."""
        start = time.monotonic() + HEAD_START
        shares = [tuple(pages[number :: self.size]) for number in range(self.size)]
        sent = self.pool.map(
            _send_for, [port] * self.size, shares, [start] * self.size, [seconds] * self.size
        )
        return sum(sent)

    def close(self) -> None:
        """Let the senders go."""
        self.pool.shutdown()


def _send_for(port: int, pages: Sequence[Page], start: float, seconds: float) -> float:
    turns, count = Turns(port, pages), 0
    time.sleep(max(0.0, start - time.monotonic()))
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        turns()
        count += 1
        if count % MOVE_ON_AFTER == 0:
            turns.browser = Browser(port)
    return count / (time.perf_counter() - began)
