"""What each of the people does, page by page: staff at the console, contacts in their portal, machines at the API."""

import asyncio
import json
import random
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar

from infra.bench import words
from infra.load.browser import Browser, Page
from infra.load.cast import CANARY, PASSWORD, Company, Contact, Member
from infra.load.recording import Writing

PAUSE = 0.25
AWAY = {0, 502, 503}
DONE, SOMEBODY_WAS_FIRST = 302, 409  # two people at one task: who comes second is shown what has changed
BUSY = "too much was asked"
BUSY_WORDS = ("Too much is asked of us", "te veel van ons gevraagd")
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
TASK = r"/clients/[a-z0-9-]+/tasks/[A-Z0-9-]+/"
_number = count(1)

Life = AsyncIterator[None]


def mark_of(company: Company) -> str:
    """A word for one writing alone; it also says whose it is."""
    return f"w{next(_number):07}w {company.canary}"


@dataclass(slots=True)
class Somebody(ABC):
    """Does one thing at each instant of its own; `tries` is how often it asks where nobody answers."""

    browser: Browser
    chance: random.Random
    tries: int = 1
    due: float | None = None
    retried: int = 0
    has_files: bool = False
    door: ClassVar[str] = ""

    @abstractmethod
    def live(self) -> Life:
        """Its day: one thing after the other, without an end."""

    async def get(self, kind: str, path: str, *, own: set[str] | None = None, mark: str = "") -> Page:
        """A page, which must bear its mark and nobody else's canary."""
        return await self.ask(kind, "GET", path, own=own, mark=mark)

    async def ask(
        self,
        kind: str,
        method: str,
        path: str,
        *,
        own: set[str] | None = None,
        mark: str = "",
        status: tuple[int, ...] = (200,),
        **sent: object,
    ) -> Page:
        """One request of this instant, and what is wrong with its answer."""
        due, self.due = self.due, None
        page = await self._answered(method, path, sent)
        wrong = judged(page, status=status, own=own, mark=mark)
        self.browser.note(f"{self.door}: {kind}", page, due=due, wrong=wrong)
        return page

    async def _answered(self, method: str, path: str, sent: dict[str, object]) -> Page:
        for _try in range(self.tries - 1):
            page = await self.browser.ask(method, path, **sent)  # type: ignore[arg-type]
            if page.status not in AWAY:
                return page
            self.retried += 1
            await asyncio.sleep(PAUSE)
        return await self.browser.ask(method, path, **sent)  # type: ignore[arg-type]

    async def write(
        self, kind: str, path: str, form: dict[str, str] | None, company: Company, **typed: str
    ) -> Page | None:
        """Send a form of a page with something typed into it; nothing where the page has no such form."""
        if form is None:
            return None
        text = mark_of(company)
        typed = {name: f"{value} {text}" for name, value in typed.items()}
        answers = (DONE, SOMEBODY_WAS_FIRST)
        page = await self.ask(kind, "POST", path, data={**form, **typed}, status=answers)
        if typed:
            self.browser.record.writings.append(Writing(company.number, text.split()[0], page.status))
        return page

    async def sign_in(self, email: str) -> Life:
        """With the password, and what a browser fetches that has never been here."""
        page = await self._sign_in_page()
        yield
        while True:
            form = page.form("/sign-in/")
            if form is not None:
                given = {**form, "login": email, "password": PASSWORD}
                done = await self.ask("signing in", "POST", "/sign-in/", data=given, status=(DONE,))
                yield
                if done.status == DONE:
                    return
            page = await self._sign_in_page()
            yield

    async def _sign_in_page(self) -> Page:
        page = await self.get("sign-in page", "/sign-in/", mark="csrfmiddlewaretoken")
        files = dict.fromkeys(STATIC.findall(page.text)) if not self.has_files else {}
        await asyncio.gather(*(self._file(path) for path in files))
        self.has_files = self.has_files or page.is_ok
        return page

    async def _file(self, path: str) -> None:
        page = await self.browser.ask("GET", path)
        self.browser.note("static file", page, wrong=judged(page, status=(200,), own=None, mark=""))


@dataclass(slots=True)
class Colleague(Somebody):
    """Looks at the workboard, opens tasks, answers, notes, takes."""

    member: Member = field(default_factory=lambda: Member(0, ()))
    door: ClassVar[str] = "console"

    async def live(self) -> Life:
        async for _instant in self.sign_in(self.member.email):
            yield
        while True:
            board = await self.get("workboard", "/", own=self.own, mark="/clients/")
            yield
            for path in self._chosen(board):
                async for _instant in self._on_task(path):
                    yield
            async for _instant in self._aside():
                yield

    @property
    def own(self) -> set[str] | None:
        """The canaries that it may see; None where it may see all."""
        is_agent = self.member.role == "agent"
        return {each.canary for each in self.member.companies} if is_agent else None

    def _chosen(self, board: Page) -> list[str]:
        tasks = board.links(TASK)
        return self.chance.sample(tasks, min(2, len(tasks)))

    async def _on_task(self, path: str) -> Life:
        company = Company(int(path.split("/")[2].rpartition("-")[2]))
        page = await self.get("task", path, own={company.canary}, mark=company.canary)
        yield
        verb, kind, typed = self.chance.choice(VERBS)
        if not page.is_ok:
            return
        form = page.form(path + verb)
        done = await self.write(kind, path + verb, form, company, **dict(typed))
        if done is not None:
            await self.get("task", path, own={company.canary}, mark=company.canary)
            yield

    async def _aside(self) -> Life:
        what = self.chance.random()
        if what < 0.4:
            await self.get("search", f"/?text={words.SEARCHED}", own=self.own, mark="/clients/")
        elif what < 0.7:
            company = self.chance.choice(self.member.companies)
            await self.get("client", f"/clients/{company.slug}/", own={company.canary}, mark=company.canary)
        else:
            await self.ask("inbox count", "GET", "/inbox/count/", status=(200, 204))
        yield


VERBS = (
    ("messages/", "reply to client", (("text", "We have looked at it."),)),
    ("messages/", "reply to client", (("text", "It is done tomorrow."),)),
    ("notes/", "note", (("text", "Ask the bank first."),)),
    ("taking/", "take", ()),
)


@dataclass(slots=True)
class Outsider(Somebody):
    """A contact: looks how its work stands, asks, answers."""

    contact: Contact = field(default_factory=lambda: Contact(0, Company(0)))
    door: ClassVar[str] = "portal"

    @property
    def company(self) -> Company:
        return self.contact.company

    async def live(self) -> Life:
        async for _instant in self.sign_in(self.contact.email):
            yield
        while True:
            await self._page("home", "/")
            yield
            tasks = await self._page("tasks", "/tasks/")
            yield
            found = tasks.links(r"/tasks/[A-Z0-9-]+/")
            for path in self.chance.sample(found, min(2, len(found))):
                async for _instant in self._on_task(path):
                    yield
            if self.chance.random() < 0.5:
                async for _instant in self._request():
                    yield
            await self.ask("inbox count", "GET", "/inbox/count/", status=(200, 204))
            yield

    async def _page(self, kind: str, path: str) -> Page:
        return await self.get(kind, path, own={self.company.canary}, mark=self.company.canary)

    async def _on_task(self, path: str) -> Life:
        page = await self._page("task", path)
        yield
        if page.is_ok and self.chance.random() < 0.6:
            action = f"{path}messages/"
            if await self.write(
                "message", action, page.form(action), self.company, text="How does it stand?"
            ):
                await self._page("task", path)
                yield

    async def _request(self) -> Life:
        page = await self._page("form of a request", "/tasks/new/")
        yield
        form = page.form("/tasks/new/") or page.form("") if page.is_ok else None
        if form is not None:
            form = {"priority": "normal", **form, "service_line": "finance"}
        done = await self.write(
            "new request", "/tasks/new/", form, self.company, title="Please look at this invoice"
        )
        if done and done.location:
            await self._page("task", done.location)
        yield


@dataclass(slots=True)
class Machine(Somebody):
    """A system of the client's: sends tasks in, looks how they stand."""

    company: Company = field(default_factory=lambda: Company(0))
    key: str = ""
    door: ClassVar[str] = "api"

    async def live(self) -> Life:
        self.browser.headers["Authorization"] = f"Bearer {self.key}"
        while True:
            number = await self.receive()
            yield
            own = {self.company.canary}
            if number:
                await self.get("task", f"/api/v1/tasks/{number}/", own=own, mark=self.company.canary)
                yield
            await self.get("tasks", "/api/v1/tasks/?limit=50", own=own, mark=self.company.canary)
            yield

    async def receive(self) -> str:
        """Send a task in, with a key of its own that makes it safe to send again; its number."""
        text = mark_of(self.company)
        page = await self.ask("receive", "POST", "/api/v1/tasks/", status=(201,), **received(text))  # type: ignore[arg-type]
        self.browser.record.writings.append(Writing(self.company.number, text.split()[0], page.status))
        return str(json.loads(page.text)["number"]) if page.status == 201 else ""


def received(mark: str) -> dict[str, object]:
    """The body and the headers of a task that is sent in."""
    task = {"title": f"{words.title(7)} {mark}", "description": words.text(7), "service_line": "finance"}
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"load-{mark.split()[0]}"}
    return {"data": json.dumps({**task, "priority": "normal"}), "headers": headers}


def judged(page: Page, *, status: tuple[int, ...], own: set[str] | None, mark: str) -> str:
    """What is wrong with an answer, in few words; empty where nothing is."""
    if page.status == 0:
        return f"no answer ({page.text})"
    if page.status == 503 and any(words in page.text for words in BUSY_WORDS):
        return BUSY
    if page.status not in status:
        return f"status {page.status}"
    if own is not None and set(re.findall(CANARY, page.text)) - own:
        return "something of another client"
    return "" if mark in page.text else "not the page that was asked for"
