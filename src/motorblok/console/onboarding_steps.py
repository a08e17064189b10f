"""The steps of taking a client on and which of them are done: seen from what exists, so that it can be left and taken up."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from motorblok.accounts.queries import contacts_of, staff_assigned_to
from motorblok.sla.models import AgreementVersion
from motorblok.work.models import Task
from tenants.models import Client, Onboarding


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its resource, its words, and what is there of it already."""

    name: str
    words: str | Promise
    many: int
    url: str

    @property
    def is_done(self) -> bool:
        """Whether anything of it exists."""
        return self.many > 0


NAMES = {
    "contacts": gettext_lazy("Contacts"),
    "agreement": gettext_lazy("Agreement"),
    "staff": gettext_lazy("Colleagues"),
    "tasks": gettext_lazy("First tasks"),
}


def frame(client: Client, current: str) -> dict[str, Any]:
    """What every page of the steps is drawn with. Four statements."""
    found = steps(client)
    names = [step.name for step in found]
    place = names.index(current) if current in names else len(names)
    after = found[place + 1].url if place + 1 < len(found) else finish_url(client)
    return {
        "section": "clients",
        "client": client,
        "steps": found,
        "step": current,
        "after_url": after,
        "finish_url": finish_url(client),
        "is_under_way": Onboarding.objects.filter(client=client, finished_at=None).exists(),
    }


def steps(client: Client) -> list[Step]:
    """The steps of the client whose schema is in force, with what exists of each. Four statements at most."""
    counted = {
        "contacts": len(contacts_of(client.id)),
        "agreement": AgreementVersion.objects.values("agreement_id").distinct().count(),
        "staff": len(staff_assigned_to(client.id)),
        "tasks": Task.objects.count(),
    }
    return [
        Step(name, words, counted[name], reverse(f"console:onboarding-{name}", args=[client.slug]))
        for name, words in NAMES.items()
    ]


def finish_url(client: Client) -> str:
    """Where the last page is."""
    return reverse("console:onboarding-finish", args=[client.slug])


def after(client: Client, step: str) -> HttpResponse:
    """On to the page after a step."""
    names = list(NAMES)
    place = names.index(step) + 1
    name = f"onboarding-{names[place]}" if place < len(names) else "onboarding-finish"
    return redirect(f"console:{name}", client.slug)
