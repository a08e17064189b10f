"""What a client claims back: promises that it thinks were missed, what was answered, and the claim that is made anew."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing import naming
from billing.actions.claims import LONGEST, ClaimDraft, claim_credit, withdraw_claim
from billing.actions.standing import debtor_of
from billing.queries.claim_list import claim_page, claim_shown
from billing.queries.claiming import months
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import offer, tell, unchosen
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt, toast
from motorblok.notify.actions import mark_read
from motorblok.portal.claiming import claims_of
from motorblok.portal.door import draw, now, posted
from motorblok.portal.sending import SentForm
from motorblok.portal.words import line_names
from motorblok.visibility.queries import found

PAGE = 24


class ClaimForm(SentForm):
    """What was missed, when, and about which task if it is one; what holds for a claim the verb knows."""

    service_line = forms.ChoiceField(label=gettext_lazy("Service line"))
    period = forms.ChoiceField(label=gettext_lazy("Month in which it was missed"))
    number = forms.CharField(
        label=gettext_lazy("Task"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Its number, if it is about one task. Empty: about the whole month."),
    )
    words = forms.CharField(
        label=gettext_lazy("What went wrong?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What was promised, and what happened instead."),
    )

    def __init__(
        self, viewer: ContactViewer, data: QueryDict | None = None, *, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.viewer = viewer
        offer(self, "service_line", [unchosen(), *line_names().items()])
        offer(self, "period", [unchosen(), *_periods(viewer)])

    def clean(self) -> dict[str, Any]:
        """A task that the viewer may not see does not exist; one that it sees says which service line it is of."""
        given = {**self.cleaned_data}
        if number := given.get("number", "").strip().upper():
            try:
                task = found(self.viewer, number)
            except NotFound:
                self.add_error("number", _("There is no task with this number."))
            else:
                given |= {"number": task.number, "service_line": task.service_line}
        return given

    def draft(self) -> ClaimDraft:
        """What the valid form claims."""
        said = self.cleaned_data
        return ClaimDraft(
            service_line=said["service_line"],
            period_key=said["period"],
            words=said["words"],
            number=said["number"],
        )


@contact_only(ContactRole.DIRECTOR)
@require_safe
def claims(request: ContactRequest) -> HttpResponse:
    """All claims of the viewer's client, those first that wait for an answer."""
    after = id_in(request.GET.get("after", ""))
    page = claim_page(debtor_id=request.viewer.client_id, size=PAGE, after=after)
    context: dict[str, Any] = {"rows": page.rows, "after": page.after, "is_later": bool(after)}
    context["may_claim"] = claims_of(request.viewer)
    return draw(request, "portal/billing/claims.html", section="billing", **context)


@contact_only(ContactRole.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new_claim(request: ContactRequest) -> HttpResponse:
    """Claim a credit, once, however often the button is pressed."""
    viewer = request.viewer
    form = ClaimForm(viewer, posted(request), initial=_begun(request))
    if form.is_valid():
        try:
            made = _sent(form, viewer)
        except NotFound:
            raise
        except DomainError as refused:
            tell(form, refused)
        else:
            toast(request, _("We have received your claim, and answer it here."))
            return redirect("portal:claim", made)
    status = 422 if form.is_bound else 200
    return draw(request, "portal/billing/claim_new.html", section="billing", form=form, status=status)


@contact_only(ContactRole.DIRECTOR)
@require_safe
def claim(request: ContactRequest, claim_id: UUID) -> HttpResponse:
    """One claim: what was said, what was answered, and what it came to once two people had agreed."""
    shown = claim_shown(claim_id, debtor_id=request.viewer.client_id)
    mark_read(request.viewer.person_id, matter=claim_id, at=now())
    return draw(request, "portal/billing/claim.html", section="billing", claim=shown)


@contact_only(ContactRole.DIRECTOR)
@require_POST
def claim_withdrawal(request: ContactRequest, claim_id: UUID) -> HttpResponse:
    """Take a claim back that nobody has answered."""
    claim_shown(claim_id, debtor_id=request.viewer.client_id)

    def withdraw() -> object:
        return withdraw_claim(claim_id, actor=request.viewer.actor, at=now())

    attempt(request, withdraw, words=_("The claim is withdrawn."))
    return redirect("portal:claim", claim_id)


def _periods(viewer: ContactViewer) -> list[tuple[str, str]]:
    try:
        offered = months(debtor_of(viewer.client_id), at=now())
    except NotFound:
        return []
    return [(month.key, naming.period(month.key, {})) for month in offered]


def _begun(request: ContactRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("service_line", "period", "number")}


def _sent(form: ClaimForm, viewer: ContactViewer) -> str:
    draft = form.draft()

    def make() -> dict[str, str]:
        return {"id": str(claim_credit(viewer.client_id, draft, actor=viewer.actor, at=now()).pk)}

    return str(form.once(viewer, draft, make)["id"])
