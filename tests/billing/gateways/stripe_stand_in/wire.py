"""The two ways to the stand-in: in place of the library's HTTP client, and as a server that it reaches by a socket.

In place of the client is the usual way: the library itself still encodes, signs, retries, pages and reads, no port is
opened and no clock but the stand-in's is looked at. Time limits can only be seen through a socket. Either way, who
imports this has every request checked against the library's own types (contract.py).
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import stripe
from stripe._stripe_service import StripeService

from tests.billing.gateways.contract import checked
from tests.billing.gateways.stripe_stand_in.account import Account
from tests.billing.gateways.stripe_stand_in.refusals import Lost

StripeService._request = checked(StripeService._request)


class Wire(stripe.HTTPClient):
    """The library's HTTP client with the stand-in at its other end; it does not sleep between attempts."""

    name = "stand-in"

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            status, body, more = self.account.request(
                method.upper(), url, dict(headers or {}), post_data or ""
            )
        except Lost as error:
            raise stripe.APIConnectionError("Connection lost", should_retry=True) from error
        return body, status, more

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0

    def close(self) -> None:
        return None


@contextmanager
def served(account: Account, *, delay: float = 0) -> Iterator[str]:
    """The address at which the stand-in answers on this machine, each time after `delay` seconds."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            time.sleep(delay)
            status, body, more = account.request(self.command, self.path, dict(self.headers), sent)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has given up
                self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
