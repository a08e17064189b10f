"""A short message after a step, with the way back where the verb has one."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest

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


def undo_of(tags: str) -> Undo | None:
    """Return the way back that was put into a message's tags."""
    if not tags.startswith(PREFIX):
        return None
    action, _, fields = tags.removeprefix(PREFIX).partition("?")
    return Undo(action, tuple(parse_qsl(fields, keep_blank_values=True)))
