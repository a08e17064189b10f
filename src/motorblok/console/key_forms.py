"""The form of a new API key: whose it is, what it may do, and until when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.accounts.models import Scope, Side
from motorblok.console.dates import DayField
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.forms import offer
from tenants.models import Client

USUAL_DAYS = 180


class KeyForm(OnceForm):
    called = {"expires_at": "expires_on"}

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("Which machine or program uses it."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    side = forms.ChoiceField(label=gettext_lazy("Whose it is"), initial=Side.CLIENT, widget=forms.RadioSelect)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Within a year. After it the key stops working."),
    )

    def __init__(self, data: QueryDict | None, *, client: Client, at: datetime) -> None:
        super().__init__(
            data, initial={"expires_on": timezone.localtime(at).date() + timedelta(days=USUAL_DAYS)}
        )
        sides = {
            Side.CLIENT: _("Of %(client)s: works at the portal's address") % {"client": client.name},
            Side.PROVIDER: _("Ours: works at the console's address, and acts for you"),
        }
        offer(self, "side", [(side.value, words) for side, words in sides.items()])

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if chosen.get("side") == Side.CLIENT and Scope.WORK in chosen.get("scopes", ()):
            self.add_error("scopes", _("A client's key cannot work on tasks: that is our part."))
        return chosen

    def expires_at(self) -> datetime:
        """The end of the last day, in the console's time zone."""
        after: date = self.cleaned_data["expires_on"] + timedelta(days=1)
        return datetime.combine(after, time.min, timezone.get_current_timezone())
