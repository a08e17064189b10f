"""The viewer's own settings: language, theme and mail."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import set_preferences
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.accounts.preferences import PreferencesForm, preferences
from motorblok.console.door import draw, now, posted
from motorblok.kernel.toasts import toast
from motorblok.notify import folder


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: StaffRequest) -> HttpResponse:
    """Show and save them."""
    form = PreferencesForm(posted(request), initial=preferences(request))
    if form.is_valid():
        set_preferences(request.viewer.person_id, **form.cleaned_data, actor=request.viewer.actor, at=now())
        with override(form.cleaned_data["language"]):
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
