"""The form that asks where a new client's agreement comes from: a usual one, or that of another client."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motorblok.console.closed_days import NO_SUCH_PART, country_names, country_of
from motorblok.console.usual_terms import USUAL
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import Invalid
from motorblok.kernel.forms import offer, unchosen
from motorblok.sla.seeds import Holiday, seed_holidays
from tenants.models import Client

TEMPLATE, COPY = "template", "copy"


class WayForm(OnceForm):
    """Where the agreement comes from; `seen` says what was looked at, and only that is made."""

    way = forms.ChoiceField(choices=[(TEMPLATE, TEMPLATE), (COPY, COPY)], initial=TEMPLATE)
    template = forms.ChoiceField(
        label=gettext_lazy("Usual agreement"),
        required=False,
        initial=USUAL[0].key,
        choices=[(each.key, each.name) for each in USUAL],
    )
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    part = forms.CharField(label=gettext_lazy("Part of the country"), required=False, max_length=30)
    source = forms.ChoiceField(label=gettext_lazy("Client to copy from"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, client: Client, sources: Mapping[str, str]) -> None:
        super().__init__(data, initial={"country": country_of(client.time_zone)})
        offer(self, "country", [("", _("No country")), *country_names(str(get_language()))])
        offer(self, "source", [unchosen(), *sources.items()])

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs."""
        found = self.cleaned_data
        if found.get("way") == TEMPLATE and not found.get("template"):
            self.add_error("template", _("Choose a usual agreement."))
        if found.get("way") == COPY and not found.get("source") and "source" not in self.errors:
            self.add_error("source", _("Choose the client to copy from."))
        return found

    @property
    def asked(self) -> str:
        """What would be made, in short."""
        found = self.cleaned_data
        parts = ("source",) if found["way"] == COPY else ("template", "country", "part")
        return "/".join([found["way"], *(found[part].strip() for part in parts)])

    def holidays(self, *, today: date) -> list[Holiday]:
        """The public holidays of this year and the next. A part that the country does not have is told."""
        if not self.is_valid() or not self.cleaned_data["country"]:
            return []
        country, part = self.cleaned_data["country"], self.cleaned_data["part"].strip()
        try:
            return seed_holidays(country, subdivision=part, years=[today.year, today.year + 1])
        except Invalid:
            self.add_error("part", NO_SUCH_PART)
            return []
