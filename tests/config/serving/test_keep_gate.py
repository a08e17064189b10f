"""The gate begins what there is time for, and tells the others in their words: with nothing done, and at once."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event, get_ident
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from motorblok.config.serving.gate import Gate

WORDS = {"en": "Too much is asked of us", "nl": "te veel van ons gevraagd"}


@dataclass
class Django:
    """Stands in for the product: it answers with what it was sent, once it is let."""

    let: Event = field(default_factory=Event)
    begun: Event = field(default_factory=Event)
    seen: list[str] = field(default_factory=list)
    answer: Callable[[bytes], HttpResponseBase] = HttpResponse

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> HttpResponseBase:
        self.seen.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] != "/healthz":
            self.begun.set()
            assert self.let.wait(10)
        response = self.answer(environ["wsgi.input"].read())
        start_response(f"{response.status_code} OK", list(response.items()))
        return response


@dataclass
class Answer:
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


def gate(django: Django) -> Gate:
    return Gate(django, at_work=1, waiting=1, patience=0.02)  # type: ignore[arg-type]


def ask(gate: Gate, path: str = "/", *, body: Any = b"", length: int | None = None, **headers: str) -> Answer:
    answer = Answer()
    environ = {
        "REQUEST_METHOD": headers.pop("method", "POST" if body else "GET"),
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": BytesIO(body),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    answer.body = b"".join(closed(gate(environ, answer.start)))
    return answer


def closed(body: Iterable[bytes]) -> list[bytes]:
    """All of an answer, as a server takes it."""
    try:
        return list(body)
    finally:
        getattr(body, "close", lambda: None)()


@pytest.fixture
def django() -> Iterator[Django]:
    product = Django()
    yield product
    product.let.set()


@pytest.fixture
def busy(django: Django) -> Iterator[Gate]:
    """A gate behind which a request is being worked on."""
    found = gate(django)
    with ThreadPoolExecutor(1) as elsewhere:
        first: Future[Answer] = elsewhere.submit(ask, found, "/first")
        assert django.begun.wait(10)
        yield found
        django.let.set()
        assert first.result().status == "200 OK"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_that_there_is_no_time_for_says_so_in_the_languages_of_the_browser(
    busy: Gate, language: str
) -> None:
    answer = ask(busy, accept_language=language)

    assert answer.status == "503 Service Unavailable"
    assert WORDS[language] in answer.body.decode()
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_machine_that_there_is_no_time_for_gets_a_problem_document(busy: Gate) -> None:
    answer = ask(busy, "/api/v1/tasks/", body=b"{}", accept_language="nl")

    problem = json.loads(answer.body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["code"]) == (503, "overloaded")
    assert WORDS["nl"] in problem["detail"]


def test_what_was_refused_has_not_been_begun(busy: Gate, django: Django) -> None:
    answers = [ask(busy, f"/{number}", body=b"pay") for number in range(3)]

    assert {answer.status for answer in answers} == {"503 Service Unavailable"}
    assert django.seen == ["/first"]


def test_a_refusal_bears_the_id_that_the_proxy_gave(busy: Gate) -> None:
    given = "0f8fad5b-d9cb-469f-a165-70867728950e"

    answer = ask(busy, x_request_id=given)

    assert answer.headers["X-Request-ID"] == given


def test_a_refusal_has_no_body_where_only_its_head_was_asked_for(busy: Gate) -> None:
    answer = ask(busy, method="HEAD")

    assert (answer.status, answer.body) == ("503 Service Unavailable", b"")


def test_probes_are_answered_while_nothing_else_is(busy: Gate) -> None:
    assert ask(busy, "/healthz").status == "200 OK"


def test_nobody_works_on_a_request_that_is_still_on_its_way(django: Django) -> None:
    django.let.set()
    whole = gate(django)
    arriving = Slow(b"half")

    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(ask_slowly, whole, arriving)
        assert arriving.asked.wait(10)
        others = [ask(whole, f"/{number}").status for number in range(3)]
        arriving.rest.set()

    assert others == ["200 OK"] * 3
    assert waiting.result().body == b"half and half"


class Slow:
    """A body of which the second half comes later."""

    def __init__(self, first: bytes) -> None:
        self.first, self.asked, self.rest = first, Event(), Event()

    def read(self, _size: int = -1) -> bytes:
        if self.first:
            first, self.first = self.first, b""
            return first
        if self.asked.is_set():
            return b""
        self.asked.set()
        assert self.rest.wait(10)
        return b" and half"


def ask_slowly(gate: Gate, body: Slow) -> Answer:
    answer = Answer()
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_LENGTH": "13", "wsgi.input": body}
    answer.body = b"".join(gate(environ, answer.start))
    return answer


def test_a_request_of_which_the_end_never_came_is_not_begun(django: Django) -> None:
    answer = ask(gate(django), body=b"half", length=8)

    assert answer.status == "400 Bad Request"
    assert django.seen == []


@pytest.mark.parametrize("size", [10, 3 * 2**20])
def test_a_body_arrives_as_it_was_sent(django: Django, size: int) -> None:
    django.let.set()
    sent = bytes(number % 251 for number in range(size))

    assert ask(gate(django), body=sent).body == sent


def test_an_answer_in_pieces_is_made_by_the_thread_that_works(django: Django) -> None:
    made_by: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made_by.append(get_ident())
            yield f"piece {number};".encode()

    django.let.set()
    django.answer = lambda _body: StreamingHttpResponse(pieces())

    assert ask(gate(django)).body == b"piece 0;piece 1;piece 2;"
    assert set(made_by).isdisjoint({get_ident()})


def test_an_answer_is_closed_once_it_is_whole(django: Django) -> None:
    class Noted(HttpResponse):
        closings = 0

        def close(self) -> None:
            Noted.closings += 1
            super().close()

    django.let.set()
    django.answer = Noted

    ask(gate(django))

    assert Noted.closings == 1
