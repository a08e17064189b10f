"""What is done to somebody's account, of staff or of a contact: the steps that both pages share."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.accounts.actions import (
    change_role,
    change_scope,
    invite_again,
    resend_invitation,
    revoke_invitation,
)
from motorblok.accounts.doors import StaffRequest
from motorblok.accounts.models import Standing
from motorblok.accounts.queries import PersonRow
from motorblok.console.door import draw, now, posted
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret, toast
from tenants.models import Client


class OwnAccess(DomainError):
    """Nobody takes away its own access, or goes round the password that its own settings ask for."""

    code = "own-access"
    words = gettext_lazy(
        "This is your own account: another owner can do this. Your settings are yours to change."
    )


class InvitationForm(forms.Form):
    invitation = forms.UUIDField(required=False)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account; `client` is the client of a contact and None for staff."""

    row: PersonRow
    client: Client | None = None

    def url(self, verb: str = "") -> str:
        """The address of the account, or of what can be done to it."""
        name = "contact" if self.client else "person"
        place = [self.client.slug, self.row.id] if self.client else [self.row.id]
        return reverse(f"console:{name}-{verb}" if verb else f"console:{name}", args=place)

    @property
    def context(self) -> dict[str, Any]:
        """What each of its pages is drawn with."""
        verbs = ("role", "deactivation", "invitation", "invitation-withdrawal", "second-step-removal")
        links = {f"{verb.replace('-', '_')}_url": self.url(verb) for verb in verbs}
        section = "clients" if self.client else "people"
        return {"section": section, "client": self.client, "who": self.row, "back": self.url(), **links}


def must_be_another(request: StaffRequest, account: Account) -> None:
    """Raise OwnAccess where the viewer asks for its own account."""
    if request.viewer.person_id == account.row.id:
        raise OwnAccess


def role_page(request: StaffRequest, account: Account, form: forms.Form) -> HttpResponse:
    """Give another role and, to a contact, other service lines; what is so already stays without an event."""
    must_be_another(request, account)
    refusal, row = None, account.row
    if form.is_valid():
        try:
            _give_role(request, row, **form.cleaned_data)
        except DomainError as refused:
            refusal = refused
        else:
            undo = "" if row.service_lines else account.url("role")
            toast(request, _("The role of %(name)s is saved.") % {"name": row.name}, undo=undo, role=row.role)
            return redirect(account.url())
    status = 422 if form.is_bound else 200
    context = {**account.context, "form": form}
    return draw(request, "console/people/role.html", refusal=refusal, status=status, **context)


def invitation(request: StaffRequest, account: Account) -> HttpResponse:
    """Send the open invitation anew, or invite somebody whose account is closed; a form sent twice acts once."""
    row, form = account.row, InvitationForm(posted(request))
    sent = form.cleaned_data["invitation"] if form.is_valid() else None
    try:
        if row.standing == Standing.ACTIVE:
            regret(request, _("%(name)s has an account already.") % {"name": row.name})
            return redirect(account.url())
        if row.standing == Standing.INACTIVE or row.invitation_id is None:
            invite_again(row.id, actor=request.viewer.actor, at=now())
        elif sent == row.invitation_id:
            _resend(request, row.invitation_id)
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, _("%(name)s gets the invitation by mail.") % {"name": row.name})
    return redirect(account.url())


def withdraw_invitation(request: StaffRequest, account: Account) -> HttpResponse:
    """Let the link that was mailed stop working; the message offers to undo it by a new invitation."""
    row = account.row
    try:
        if row.invitation_id:
            revoke_invitation(row.invitation_id, actor=request.viewer.actor, at=now())
    except NotFound:  # accepted or withdrawn meanwhile: the page tells which
        return redirect(account.url())
    if row.standing == Standing.ACTIVE:
        regret(request, _("%(name)s has an account already.") % {"name": row.name})
    else:
        words = _("The invitation of %(name)s is withdrawn.") % {"name": row.name}
        toast(request, words, undo=account.url("invitation"))
    return redirect(account.url())


@transaction.atomic
def _give_role(
    request: StaffRequest, row: PersonRow, *, role: str, service_lines: list[str] | None = None
) -> None:
    by: dict[str, Any] = {"actor": request.viewer.actor, "at": now()}
    if role != row.role:
        change_role(row.id, role=role, **by)
    if service_lines is not None and set(service_lines) != set(row.service_lines):
        change_scope(row.id, service_lines=service_lines, **by)


def _resend(request: StaffRequest, invitation_id: UUID | None) -> None:
    if invitation_id is None:
        raise NotFound
    resend_invitation(invitation_id, actor=request.viewer.actor, at=now())
