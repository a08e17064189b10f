"""A person's own preferences, alike at console and portal: the form, and what it begins with."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.context import person


class PreferencesForm(forms.Form):
    """How a person wants the screens; languages stand under their own names."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("nl", "Nederlands")], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    mails = forms.ChoiceField(
        label=_("Mail about the work"),
        choices=[
            ("all", _("About everything in my inbox")),
            ("mine", _("About my own tasks only")),
            ("none", _("None")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Your inbox here always gets everything. Mail about your account itself always comes."),
    )


def preferences(request: HttpRequest) -> dict[str, str]:
    """What the form of whoever is signed in begins with."""
    known = person(request)
    return {
        "language": get_language() or "",
        "theme": known["theme"],
        "mails": known["person"].mails,
    }
