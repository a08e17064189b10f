"""A browser or a machine: its cookie, its forms, its address behind the proxy; and what it finds in an answer."""

import asyncio
import re
from dataclasses import dataclass, field
from time import perf_counter

import aiohttp

from infra.load.forms import Forms
from infra.load.recording import Record, Sample

FORM = "application/x-www-form-urlencoded"
LONGEST = 60.0
GONE = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
COOKIE = re.compile(r"\s*([^=]+)=([^;]*)")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer; status 0 where none came."""

    status: int
    text: str = ""
    location: str = ""
    seconds: float = 0.0

    @property
    def is_ok(self) -> bool:
        return self.status == 200

    def links(self, pattern: str) -> list[str]:
        """Where links lead that match, each once, as they stand on the page."""
        found = re.findall(rf'href="({pattern})["?#]', self.text)
        return list(dict.fromkeys(found))

    def form(self, action: str) -> dict[str, str] | None:
        """What a form would send as it stands; None where there is no such form."""
        return Forms(self.text).to(action) if self.is_ok else None


@dataclass(slots=True)
class Timing:
    """The clock of a run, and whether what is asked now counts from an instant that was fixed before."""

    began: float

    def now(self) -> float:
        return perf_counter() - self.began


@dataclass(slots=True)
class Browser:
    """One of somebody's own, at one host."""

    net: aiohttp.ClientSession
    port: int
    host: str
    address: str
    timing: Timing
    record: Record
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, *, data: object = None, headers: dict[str, str] | None = None
    ) -> Page:
        """Send a request and take the whole answer."""
        began = perf_counter()
        try:
            async with self.net.request(
                method,
                f"http://127.0.0.1:{self.port}{path}",
                data=data,
                headers={**self._usual(method), **(headers or {})},
                allow_redirects=False,
            ) as answer:
                text = (await answer.read()).decode(errors="replace")
                self._keep(answer.headers.getall("Set-Cookie", []))
                location = answer.headers.get("Location", "")
                return Page(answer.status, text, location, perf_counter() - began)
        except GONE as error:
            return Page(0, type(error).__name__, seconds=perf_counter() - began)

    def note(self, kind: str, page: Page, *, due: float | None = None, wrong: str = "") -> None:
        """Write down how it went; `due` is when it should have left, where that was before it did."""
        now = self.timing.now()
        began = now - page.seconds if due is None else due
        self.record.samples.append(Sample(kind, began, now - began, page.status, wrong))

    def _usual(self, method: str) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Origin": f"https://{self.host}", "Sec-Fetch-Site": "same-origin"} if method != "GET" else {}
        seen = {"Host": self.host, "X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}
        return {**seen, **own, **({"Cookie": cookie} if cookie else {}), **self.headers}

    def _keep(self, sent: list[str]) -> None:
        for line in sent:
            if found := COOKIE.match(line):
                self.cookies[found[1]] = found[2]
