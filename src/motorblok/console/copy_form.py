"""The form that asks which agreement is copied, to whom and from when on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motorblok.console.agreement_forms import TOO_EARLY
from motorblok.console.asked import plain
from motorblok.console.dates import DayField, begin_on, date_in
from motorblok.kernel.forms import offer, unchosen

MOST = 450  # at once: a form of a thousand fields is refused


class CopyForm(forms.Form):
    """From whom, which agreement, to whom, and from which day on; `seen` says what was looked at."""

    source = forms.ChoiceField(label=gettext_lazy("Copy from"))
    agreement = forms.ChoiceField(label=gettext_lazy("Agreement"), widget=forms.RadioSelect)
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        not_before=TOO_EARLY,
        help_text=gettext_lazy("For work received from then on."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name at these clients"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Left empty, it is called as it is now."),
    )
    targets = forms.MultipleChoiceField(required=False)
    every = forms.BooleanField(required=False)
    text = forms.CharField(required=False, max_length=100)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        names: Mapping[str, str],
        agreements: Mapping[str, str],
        source: str,
        at: datetime,
    ) -> None:
        today = date_in("UTC", at)
        first = next(iter(agreements), "")
        super().__init__(data, initial={"source": source, "effective_on": today, "agreement": first})
        offer(self, "source", [unchosen(), *names.items()])
        offer(self, "agreement", agreements.items())
        self.agreements = agreements
        offer(self, "targets", names.items())
        begin_on(self, today)
        self.names = names

    def clean_name(self) -> str:
        """What it will be called; others are not to read there for whom else the provider works."""
        agreement, source = self.cleaned_data.get("agreement", ""), self.cleaned_data.get("source", "")
        name: str = self.cleaned_data["name"].strip() or self.agreements.get(agreement, "")
        client = self.names.get(source, "")
        if client and client.casefold() in name.casefold():
            words = _("This name holds “%(client)s”, and the other clients would read it. Write another one.")
            raise ValidationError(words % {"client": client})
        return name

    def clean(self) -> dict[str, Any]:
        """At least one client, not the source itself, and not more than can be done at once."""
        found = self.cleaned_data
        slugs = self.matching() if found.get("every") else found.get("targets", [])
        found["slugs"] = [slug for slug in slugs if slug != found.get("source")]
        if not found["slugs"]:
            raise ValidationError(_("Choose at least one other client."))
        if len(found["slugs"]) > MOST:
            words = ngettext("At most %(most)s client at once.", "At most %(most)s clients at once.", MOST)
            raise ValidationError(words % {"most": MOST})
        return found

    def matching(self) -> list[str]:
        """The clients whose name has what was searched for."""
        sought = plain(self.data.get("text", "")).casefold()
        return [slug for slug, name in self.names.items() if sought in name.casefold()]

    @property
    def asked(self) -> str:
        """What would be done, in short."""
        found = self.cleaned_data
        day = found["effective_on"].isoformat()
        return "/".join([found["source"], found["agreement"], found["name"], day, *found["slugs"]])
