"""The viewer's own settings: name, language, theme and mail."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import set_name, set_preferences
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.preferences import PreferencesForm, preferences
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast
from motorblok.portal.door import draw, now, posted
from motorblok.portal.people import sight


class ContactForm(PreferencesForm):
    """How a contact is called, and how it wants the screens."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("Your colleagues and your provider read it beside what you write."),
    )


@contact_only()
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: ContactRequest) -> HttpResponse:
    """Show and save them, and say what this person may see."""
    form = ContactForm(posted(request), initial={"name": request.viewer.name, **preferences(request)})
    if form.is_valid() and _saved(form, request.viewer):
        with override(form.cleaned_data["language"]):
            toast(request, _("Your settings are saved."))
        return redirect("portal:settings")
    status = 422 if form.is_bound else 200
    sees = sight(request.viewer.role, sorted(request.viewer.service_lines or ()))
    return draw(request, "portal/settings.html", status=status, section="settings", form=form, sees=sees)


def _saved(form: ContactForm, viewer: ContactViewer) -> bool:
    """Whether all was taken; a name that is refused says so beside its field."""
    chosen = dict(form.cleaned_data)
    by: dict[str, Any] = {"actor": viewer.actor, "at": now()}
    try:
        set_name(viewer.person_id, name=chosen.pop("name"), **by)
    except DomainError as refused:
        tell(form, refused)
        return False
    set_preferences(viewer.person_id, **chosen, **by)
    return True
