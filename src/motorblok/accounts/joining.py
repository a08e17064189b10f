"""The page on which an invited person gets an account."""

from datetime import UTC, datetime

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from motorblok.accounts.actions import accept_invitation
from motorblok.accounts.actions.joining import InvitationDoesNotWork
from motorblok.accounts.doors import anyone
from motorblok.accounts.forms import JoinForm
from motorblok.accounts.hosts import client_of
from motorblok.accounts.queries import invited_person

TOKEN = "invitation_token"  # noqa: S105  the name of a field of the session


@anyone
@never_cache
@require_GET
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that no history, log or Referer header keeps more than this one use."""
    request.session[TOKEN] = token
    return HttpResponseRedirect(reverse("account_join"))


@anyone
@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def join(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, then sign the person in."""
    token, now = request.session.get(TOKEN, ""), datetime.now(UTC)
    person = invited_person(token, client=client_of(request), at=now)
    if person is None:
        return render(request, "account/join_over.html", status=InvitationDoesNotWork.status)
    form = JoinForm(request.POST or None, person=person, initial={"name": person.name})
    if not form.is_valid():
        page = {"form": form, "person_invited": person}
        return render(request, "account/join.html", page, status=422 if form.is_bound else 200)
    return _joined(request, form, token=token, at=now)


def _joined(request: HttpRequest, form: JoinForm, *, token: str, at: datetime) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        person = accept_invitation(
            token, client=client_of(request), name=chosen["name"], password=chosen["password"], at=at
        )
    except InvitationDoesNotWork as refusal:
        return render(request, "account/join_over.html", status=refusal.status)
    del request.session[TOKEN]
    answer: HttpResponse = perform_login(request, person, email=person.email)
    return answer
