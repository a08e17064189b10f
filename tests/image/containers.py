"""Processes of the built image, run by buildah beside the suite's servers, and a browser that comes through a proxy."""

import http.client
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from motorblok.config.launch import processes

ROOT = Path(__file__).parents[2]
BUILDAH = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def buildah(*words: str) -> str:
    """What buildah answers. Raises CalledProcessError with what it said."""
    done = subprocess.run(
        ["buildah", *words], env={**os.environ, **BUILDAH}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@dataclass(frozen=True)
class Container:
    """A container of the image; `env` and the folder of `secrets` are what a compose file would give it."""

    name: str
    env: Mapping[str, str]
    secrets: Path

    def command(self, *words: str, **more: str) -> list[str]:
        """How buildah runs the image's own program with these words."""
        files = {f"{path.name}_FILE": f"/run/secrets/{path.name}" for path in self.secrets.iterdir()}
        kept = {key: value for key, value in files.items() if key.removesuffix("_FILE") not in more}
        env = {**self.env, **kept, processes.MARK: self.name, **more}
        given = [f"--env={key}={value}" for key, value in env.items()]
        mounted = f"--volume={self.secrets}:/run/secrets:ro"
        return ["buildah", "run", *given, mounted, self.name, "--", "motorblok", *words]

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        env = {**os.environ, **BUILDAH}
        return subprocess.run(
            self.command(*words, **more), env=env, capture_output=True, text=True, check=False, timeout=300
        )

    @contextmanager
    def running(self, *words: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A process that stays, until the block is left."""
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(*words),
                env={**os.environ, **BUILDAH, processes.MARK: self.name},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            processes.end(processes.left_behind(self.name))
            process.wait(30)


@dataclass
class Browser:
    """A browser at a host of the deployment, seen through a proxy that ended TLS and says so."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""

    def get(self, path: str) -> tuple[int, str]:
        """Status and page, redirects followed."""
        return self._ask("GET", path, "")

    def fill(self, path: str, **said: str) -> tuple[int, str]:
        """Get the page of a form and send it: its hidden fields, and what is said."""
        _status, page = self.get(path)
        hidden = {name: unescape(value) for name, value in FIELD.findall(page)}
        return self._ask("POST", self.at, urlencode({**hidden, **said}))

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        self.at = path
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body or None, self._headers())
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if answer.status in {301, 302, 303}:
            return self._ask("GET", answer.headers["Location"].removeprefix(f"https://{self.host}"), "")
        return answer.status, text

    def _headers(self) -> dict[str, str]:
        return {
            "Host": self.host,
            "Origin": f"https://{self.host}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
