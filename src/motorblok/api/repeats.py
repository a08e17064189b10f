"""A POST that may be sent twice: with an Idempotency-Key its answer is kept, and given again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from motorblok.accounts.viewers import KeyViewer
from motorblok.exchange.idempotency import Answer, Asked, once

HEADER = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb answers with: plain values, and for something new where it is."""

    body: Mapping[str, Any]
    location: str = ""

    def as_answer(self) -> Answer:
        """The answer as it is kept: the very text, because the database would reorder the fields."""
        text = JSONRenderer().render(self.body).decode()
        return Answer(201 if self.location else 200, {"text": text, "location": self.location})


def done(request: Request, machine: KeyViewer, act: Callable[[], Done]) -> HttpResponse:
    """Act, or repeat the answer to the same request. Raises what the act raises, and KeyUsedDifferently."""
    key = request.headers.get(HEADER)
    if key is None:
        return _response(act().as_answer())
    asked = Asked(machine.client_id, str(machine.actor), key, _content(request))
    return _response(once(asked, lambda: act().as_answer()))


def _content(request: Request) -> bytes:
    return f"{request.method} {request.path}\n".encode() + request._request.body


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body["text"], status=answer.status, content_type="application/json")
    if answer.body["location"]:
        response.headers["Location"] = answer.body["location"]
    if answer.is_repeat:
        response.headers["Idempotent-Replay"] = "true"
    return response
