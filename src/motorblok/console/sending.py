"""Forms of one page that are sent together and act once, and the page that tells what became of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.http import HttpResponse

from motorblok.accounts.doors import StaffRequest
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import draw
from motorblok.exchange.idempotency import Answer
from motorblok.exchange.sending import FormWasSent, OnceForm
from motorblok.kernel.errors import DomainError
from tenants.actions import must_accept_work
from tenants.models import Client

Act = Callable[[], dict[str, Any] | None]


class Part(Protocol):
    """A form or a set of forms; one with a method `tell` is told what the verb refused."""

    @property
    def cleaned_data(self) -> Any:
        """What was sent, once it is valid."""

    def is_valid(self) -> bool:
        """Whether it was sent and has the right shape."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of forms: neither, where they were only asked for or have a wrong shape."""

    answer: Answer | None = None
    refusal: DomainError | None = None


def send(first: OnceForm, *others: Part, viewer: StaffViewer, client: Client, act: Act) -> Sent:
    """If all parts are valid, act in one transaction; where the same was sent before, take the answer of then.

    `act` returns the answer's body, as JSON. What it refuses is told to the parts.
    """
    parts = [first, *others]
    # Each is asked, so that the page tells everything that is wrong at once.
    valid = [part.is_valid() for part in parts]
    if not all(valid):
        return Sent()
    content = [part.cleaned_data for part in parts]
    try:
        return Sent(answer=first.act_once(client.id, viewer.actor, content=content, act=lambda: act() or {}))
    except FormWasSent as refusal:
        return Sent(refusal=refusal)
    except DomainError as refusal:
        _tell(parts, refusal)
        return Sent(refusal=refusal)


def while_open(client: Client, act: Act) -> Act:
    """The same act for what may change only while the client is open: raises also what must_accept_work raises."""

    def acted() -> dict[str, Any] | None:
        must_accept_work(client.id)
        return act()

    return acted


def page(
    request: StaffRequest,
    name: str,
    client: Client,
    form: forms.Form,
    sent: Sent,
    *,
    status: int = 422,
    **context: Any,
) -> HttpResponse:
    """Draw a client's page of forms, again with what was typed if they were sent."""
    shown = status if form.is_bound else 200
    context |= {"section": "clients", "client": client, "form": form}
    return draw(request, f"console/clients/{name}.html", refusal=sent.refusal, status=shown, **context)


def _tell(parts: Sequence[Part], refusal: DomainError) -> None:
    for part in parts:
        if tell := getattr(part, "tell", None):
            tell(refusal)
