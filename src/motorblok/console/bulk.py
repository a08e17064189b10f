"""Verbs on one or many tasks of the workboard: the form, the report of what was done and what was not, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from motorblok.accounts.doors import StaffRequest, View, staff_only
from motorblok.console.deeds import VERBS, Verb
from motorblok.console.door import draw, posted
from motorblok.console.names import working_staff
from motorblok.console.picked import Deed, Pick, Report
from motorblok.console.picking import do, picks
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError, Invalid
from motorblok.kernel.toasts import regret, toast
from motorblok.work.models import Task
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class Back:
    """What an undo sends: the verb, a token of its own, and the tasks with what they were."""

    verb: str
    token: str
    tasks: tuple[str, ...]


def _resource(verb: Verb) -> View:
    @staff_only()
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: StaffRequest) -> HttpResponse:
        form = verb.form(posted(request))
        if form.is_bound and form.is_valid():
            try:
                return _acted(request, verb, form)
            except DomainError as refusal:
                return _asked(request, verb, form, refusal=refusal)
        return _asked(request, verb, form)

    return view


taking = _resource(VERBS["taking"])
assignment = _resource(VERBS["assignment"])
priority = _resource(VERBS["priority"])
resolution = _resource(VERBS["resolution"])
waiting = _resource(VERBS["waiting"])
resumption = _resource(VERBS["resumption"])
cancellation = _resource(VERBS["cancellation"])


@staff_only()
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Take a verb back on each task that it was done to."""
    verb, form = VERBS.get(request.POST.get("verb", "")), OnceForm(request.POST)
    if verb is None or not form.is_valid():
        raise Http404

    def act(task: Task, client: Client, pick: Pick) -> Task:
        try:
            return verb.back(task, client, pick, request.viewer.actor)
        except (ValueError, ValidationError):
            raise Invalid(_("This cannot be taken back.")) from None

    deed = Deed(act, lambda _task: "", form.cleaned_data["token"], f"undo {verb.name}")
    try:
        report = do(deed, picks(request.POST), viewer=request.viewer)
    except DomainError as refusal:
        return _told(request, Report((), ()), "", refusal=refusal)
    count = len(report.done)
    words = ngettext("%(count)d task is as it was.", "%(count)d tasks are as they were.", count) % {
        "count": count
    }
    return _told(request, report, words if count else "")


def _acted(request: StaffRequest, verb: Verb, form: OnceForm) -> HttpResponse:
    filled: Mapping[str, Any] = form.cleaned_data
    act, actor = verb.acts(filled), request.viewer.actor
    content = repr(sorted((name, str(value)) for name, value in filled.items() if name != "token"))
    deed = Deed(
        lambda task, client, pick: act(task, client, pick, actor),
        verb.was,
        filled["token"],
        f"{verb.name} {content}",
    )
    report = do(deed, picks(request.POST), viewer=request.viewer)
    numbers = [each.number for each in report.done]
    words = verb.words(numbers, filled) if numbers else ""
    return _told(request, report, words, verb=verb.name, back=_back(verb, report))


def _back(verb: Verb, report: Report) -> Back | None:
    tasks = tuple(each.back for each in report.done if each.was)
    return Back(verb.name, str(uuid4()), tasks) if tasks else None


def _told(
    request: StaffRequest,
    report: Report,
    words: str,
    *,
    verb: str = "",
    back: Back | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    if "HX-Request" in request.headers:
        context: dict[str, Any] = {
            "report": report,
            "words": words,
            "verb": verb,
            "back": back,
            "told": refusal,
        }
        return draw(request, "console/workboard/_report.html", **context)
    if words:
        toast(request, words)
    for failed in report.failed:
        regret(request, f"{failed.number} {failed.reason}".strip())
    if refusal:
        regret(request, str(refusal))
    return redirect("console:workboard")


def _asked(
    request: StaffRequest, verb: Verb, form: OnceForm, *, refusal: DomainError | None = None
) -> HttpResponse:
    """The form in its dialog; sent wrongly it comes again, with the tasks that it was sent for."""
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {
        "verb": verb,
        "form": form,
        "picked": request.POST.getlist("task")[:1000],
        "colleagues": working_staff() if verb.name == "assignment" else {},
    }
    response = draw(request, "console/workboard/_act.html", refusal=refusal, status=status, **context)
    if form.is_bound:
        response.status_code = 422
        response["HX-Retarget"], response["HX-Reswap"] = "#act-body", "innerHTML"
    return response
