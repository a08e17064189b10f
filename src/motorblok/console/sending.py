"""Forms that are sent together and act once: a hidden token is the key under which the first answer is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from django import forms
from django.http import HttpResponse

from motorblok.accounts.doors import StaffRequest
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import draw
from motorblok.exchange.idempotency import Answer, Asked, KeyUsedDifferently, once
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import FormWasSent, renew
from tenants.actions import must_accept_work
from tenants.models import Client

Act = Callable[[], dict[str, Any] | None]


class OnceForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


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
    content = repr([part.cleaned_data for part in parts]).encode()
    asked = Asked(client.id, str(viewer.actor), f"form:{first.cleaned_data['token']}", content)
    try:
        return Sent(answer=once(asked, lambda: Answer(200, act() or {})))
    except KeyUsedDifferently:
        renew(first)
        return Sent(refusal=FormWasSent())
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
