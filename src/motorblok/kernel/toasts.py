"""A short message after a step, with the way back where the verb has one."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest

from motorblok.kernel.errors import DomainError, NotFound

PREFIX = "undo:"


@dataclass(frozen=True)
class Undo:
    """The form that takes a step back: where it is posted and its fields."""

    action: str
    fields: tuple[tuple[str, str], ...]


def toast(request: HttpRequest, words: str, *, undo: str = "", **fields: str) -> None:
    """Tell the person on the next page what was done; `undo` is the address that `fields` are posted to."""
    messages.success(request, words, extra_tags=f"{PREFIX}{undo}?{urlencode(fields)}" if undo else "")


def regret(request: HttpRequest, words: str) -> None:
    """Tell the person on the next page why nothing was done."""
    messages.error(request, words)


def attempt(request: HttpRequest, act: Callable[[], object], *, words: str) -> None:
    """Do something, and tell the person on the next page that it is done, or why it was refused. Raises NotFound."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, words)


def undo_of(tags: str) -> Undo | None:
    """Return the way back that was put into a message's tags."""
    if not tags.startswith(PREFIX):
        return None
    action, _, fields = tags.removeprefix(PREFIX).partition("?")
    return Undo(action, tuple(parse_qsl(fields, keep_blank_values=True)))
