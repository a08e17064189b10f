"""Closing somebody's account, and taking away a second step that was lost: each tells first what will follow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from motorblok.accounts.actions import deactivate, remove_second_step
from motorblok.accounts.doors import StaffRequest
from motorblok.accounts.models import Standing
from motorblok.accounts.queries import PersonRow
from motorblok.console.access import Account, must_be_another
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import toast

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """A step that takes something away, with the words of its page; `is_done` tells that it was taken before."""

    act: Callable[..., Any]
    is_done: Callable[[PersonRow], bool]
    heading: Words
    consequences: tuple[Words, ...]
    done: Words
    button: Words
    icon: str


SIGNED_OUT = gettext_lazy("%(name)s is signed out everywhere at once and cannot sign in any more.")
CLOSE_STAFF = Step(
    deactivate,
    lambda row: row.standing == Standing.INACTIVE,
    gettext_lazy("Close the account of %(name)s"),
    (
        SIGNED_OUT,
        gettext_lazy("API keys that act for %(name)s stop working."),
        gettext_lazy("Open tasks keep the name until somebody else is assigned to them."),
        gettext_lazy("What %(name)s did stays in the event book. You can invite %(name)s again later."),
    ),
    gettext_lazy("The account of %(name)s is closed."),
    gettext_lazy("Close the account"),
    "user-x",
)
CLOSE_CONTACT = Step(
    deactivate,
    lambda row: row.standing == Standing.INACTIVE,
    gettext_lazy("Close the account of %(name)s"),
    (
        SIGNED_OUT,
        gettext_lazy("The requests of %(name)s stay, and work on them goes on."),
        gettext_lazy("What %(name)s did stays in the event book. You can invite %(name)s again later."),
    ),
    gettext_lazy("The account of %(name)s is closed."),
    gettext_lazy("Close the account"),
    "user-x",
)
REMOVE_SECOND_STEP = Step(
    remove_second_step,
    lambda row: not row.has_second_step,
    gettext_lazy("Remove the second step of %(name)s"),
    (
        gettext_lazy("Be sure who asks: ring %(name)s on a number that you know."),
        gettext_lazy("%(name)s is signed out everywhere, and then signs in with the password alone."),
        gettext_lazy("The recovery codes stop working too. A mail tells %(name)s of it."),
    ),
    gettext_lazy("%(name)s now signs in without a second step."),
    gettext_lazy("Remove the second step"),
    "shield-off",
)


def take(request: StaffRequest, account: Account, step: Step) -> HttpResponse:
    """Show what will follow; when sent, take the step. One that was taken before stays so."""
    must_be_another(request, account)
    refusal, name = None, {"name": account.row.name}
    is_done = step.is_done(account.row)
    if request.method == "POST" and not is_done:
        try:
            step.act(account.row.id, actor=request.viewer.actor, at=now())
        except NotFound:
            pass  # somebody else did it meanwhile
        except DomainError as refused:
            refusal = refused
        is_done = refusal is None
    if is_done:
        toast(request, str(step.done) % name)
        return redirect(account.url())
    words = {
        "heading": str(step.heading) % name,
        "consequences": [str(each) % name for each in step.consequences],
        "button": step.button,
    }
    context = {**account.context, **words, "sign": step.icon}
    return draw(request, "console/people/step.html", refusal=refusal, **context)
