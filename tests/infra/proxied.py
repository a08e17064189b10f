"""The real Caddy with our Caddyfile before a real web, both on loopback, and a browser that trusts Caddy's own authority."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from motorblok.config.launch import processes
from motorblok.config.launch.state import any_free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60
OPTIONS = """admin off
local_certs
skip_install_trust
http_port {http}
https_port {https}"""


@dataclass(frozen=True)
class Web:
    """A web of the suite's database, as a deployment runs it behind a proxy."""

    folder: Path
    port: int

    @property
    def env(self) -> dict[str, str]:
        """Its settings."""
        return {
            **os.environ,
            "DATABASE_URL": _of_the_tests(os.environ["DATABASE_URL"]),
            "MOTORBLOK_DEVELOPMENT": "0",
            "MOTORBLOK_SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 4,
            "MOTORBLOK_PEPPER": "only-for-tests-" + "fedcba9876543210" * 4,
            "MOTORBLOK_CONSOLE_HOST": "desk.example.test",
            "MOTORBLOK_TRUSTED_PROXIES": "1",
            "MOTORBLOK_LISTEN": f"127.0.0.1:{self.port}",
            "MOTORBLOK_WEB_WORKERS": "1",
            "MOTORBLOK_HOME": str(self.folder),
        }

    def collect(self) -> None:
        """Gather the static files that its pages name, as the image has them."""
        if not (self.folder / "static").exists():
            self._command("collectstatic", "--noinput", "--verbosity", "0")

    @contextmanager
    def running(self) -> Iterator[None]:
        """The web, until the block is left."""
        with _running(self._words("run", "web"), self.env, self.folder / "web.log") as log:
            assert processes.wait_until(lambda: _answers(self.port), seconds=PATIENCE), log.read_text()
            yield

    def _command(self, *words: str) -> None:
        subprocess.run(self._words(*words), env=self.env, check=True, capture_output=True)

    def _words(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "motorblok.config.cli", *words]


@dataclass(frozen=True)
class Caddy:
    """Caddy with our Caddyfile; `keeps` is where its certificates are."""

    folder: Path
    upstream: int
    port: int
    keeps: str = "certificates"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Caddy, until the block is left."""
        words = ["caddy", "run", "--config", str(ROOT / "infra/caddy/Caddyfile"), "--adapter", "caddyfile"]
        env = {
            **os.environ,
            **{name: str(self.folder / self.keeps) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")},
            "MOTORBLOK_ACME_EMAIL": "admin@example.test",
            "CADDY_UPSTREAM": f"127.0.0.1:{self.upstream}",
            "CADDY_OPTIONS": OPTIONS.format(http=any_free_port(), https=self.port),
        }
        with _running(words, env, self.folder / "caddy.log") as log:
            assert processes.wait_until(lambda: _listens(self.port), seconds=PATIENCE), log.read_text()
            yield

    def get(self, host: str, path: str, *, timeout: float = 30) -> int:
        """The status of a page. Raises SSLError where there is no certificate for the host."""
        trusting = ssl.create_default_context(cafile=str(self._authority()))
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as plain,
            trusting.wrap_socket(plain, server_hostname=host) as line,
        ):
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            with http.client.HTTPResponse(line) as response:
                response.begin()
                response.read()
                return response.status

    def _authority(self) -> Path:
        return self.folder / self.keeps / "caddy/pki/authorities/local/root.crt"


@contextmanager
def _running(words: list[str], env: dict[str, str], log: Path) -> Iterator[Path]:
    with log.open("ab") as output:
        process = subprocess.Popen(words, env=env, stdout=output, stderr=output, start_new_session=True)
    try:
        yield log
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _of_the_tests(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}"))


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()
