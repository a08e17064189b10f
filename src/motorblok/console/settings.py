"""The viewer's own settings: language, theme and mail."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import set_language, set_mails, set_theme
from motorblok.accounts.context import person
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import draw, now, posted
from motorblok.kernel.forms import PreferencesForm
from motorblok.kernel.toasts import toast
from motorblok.notify import folder


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: StaffRequest) -> HttpResponse:
    """Show and save them."""
    initial = {
        "language": get_language(),
        "theme": person(request)["theme"],
        "mails": person(request)["person"].mails,
    }
    form = PreferencesForm(posted(request), initial=initial)
    if form.is_valid():
        chosen = form.cleaned_data
        set_language(
            request.viewer.person_id, language=chosen["language"], actor=request.viewer.actor, at=now()
        )
        set_theme(request.viewer.person_id, theme=chosen["theme"], actor=request.viewer.actor, at=now())
        set_mails(request.viewer.person_id, mails=chosen["mails"], actor=request.viewer.actor, at=now())
        with override(chosen["language"]):
            toast(request, _("Your settings are saved."))
        return redirect("console:settings")
    status = 422 if form.is_bound else 200
    mail_is_kept = request.viewer.role == StaffRole.OWNER and folder.is_kept()
    return draw(
        request,
        "console/settings/page.html",
        status=status,
        section="settings",
        form=form,
        mail_is_kept=mail_is_kept,
    )
