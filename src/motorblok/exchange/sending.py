"""Forms that act once: a hidden token is the key under which the answer to one sending is kept."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from motorblok.exchange.idempotency import Answer, Asked, KeyUsedDifferently, once
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import sent_again

Act = Callable[[], dict[str, Any]]


class FormWasSent(DomainError):
    """A form whose token stands for one sending came a second time, with other words: the way back in a browser does that."""

    code = "form-was-sent"
    words = _(
        "This form was sent before, with other words, and that was done. To do this too, look at it once more and send it again."
    )


class OnceForm(forms.Form):
    """A form with a token that names this one sending of it; `called` says which field a verb calls by another name."""

    called: ClassVar[Mapping[str, str]] = {}

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def act_once(self, client_id: UUID, actor: Actor, *, content: object, act: Act) -> Answer:
        """Act, or give the answer of when this valid form was sent before. Raises what `act` raises, and FormWasSent.

        What was sent with other words may then be sent once more: it gets a token of its own.
        """
        try:
            return act_once(self.cleaned_data["token"], client_id, actor, content=content, act=act)
        except FormWasSent:
            self.data = sent_again(self, token=str(uuid4()))
            raise

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the field that it is about, if it is about one."""
        field = self.called.get(refusal.field, refusal.field)
        if field in self.fields:
            self.add_error(field, str(refusal))


def act_once(token: UUID | str, client_id: UUID, actor: Actor, *, content: object, act: Act) -> Answer:
    """Act in one transaction and keep what it answers, as JSON; with a token that was sent before, give what was kept.

    `content` is what was filled in, as its repr tells it. Raises what `act` raises, and FormWasSent for other content.
    """
    asked = Asked(client_id, str(actor), f"form:{token}", repr(content).encode())
    try:
        return once(asked, lambda: Answer(200, act()))
    except KeyUsedDifferently:
        raise FormWasSent from None
