"""A Sentry of the tests' own: takes what is sent to it over HTTP, or takes it and never answers."""

import gzip
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli

DECODERS = {"gzip": gzip.decompress, "br": brotli.decompress, "deflate": zlib.decompress, None: bytes}


@dataclass
class Receiver:
    """What came in: whole envelopes, as they were before they were packed."""

    dsn: str = ""
    bodies: list[bytes] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)

    @property
    def everything(self) -> bytes:
        return b"\n".join(self.bodies)

    def payloads(self, kind: str) -> list[Any]:
        """The parts of this kind: "event" or "check_in" (Sentry's envelopes: a header, then a header for each part)."""
        found = []
        for body in self.bodies:
            lines = body.split(b"\n")[1:]
            for header, payload in zip(lines[::2], lines[1::2], strict=False):
                if header and json.loads(header)["type"] == kind:
                    found.append(json.loads(payload))
        return found


@contextmanager
def receiving(*, answering: bool = True) -> Iterator[Receiver]:
    """Listen on a port of its own."""
    receiver = Receiver()
    if answering:
        receiver.answers.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.bodies.append(DECODERS[self.headers["Content-Encoding"]](body))
            receiver.answers.wait(30)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.dsn = f"http://key@127.0.0.1:{server.server_port}/1"
    try:
        yield receiver
    finally:
        receiver.answers.set()
        server.shutdown()
        server.server_close()
        thread.join()
