"""How the addresses of a client stand, in words: whether DNS proves them, what it said last, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.kernel.errors import Words
from tenants.addresses import Address, Standing, addresses_of
from tenants.models import Answer, Client


@dataclass(frozen=True, slots=True)
class Row:
    """An address and its words; `tone` is good, soon, late or empty."""

    address: Address
    words: Words
    tone: str
    answer: Words

    @property
    def needs_proof(self) -> bool:
        """Whether somebody is to do something in DNS."""
        return self.address.claim is not None and self.address.standing != Standing.PROVEN


STANDINGS: Mapping[Standing, tuple[Words, str]] = {
    Standing.OURS: (gettext_lazy("Made by us"), ""),
    Standing.PROVEN: (gettext_lazy("Proven"), "good"),
    Standing.ADOPTED: (gettext_lazy("Served, to be proven"), "soon"),
    Standing.FAILING: (gettext_lazy("Served, proof missing"), "late"),
    Standing.WAITING: (gettext_lazy("Waits for its proof"), "soon"),
    Standing.GIVEN_UP: (gettext_lazy("Not asked about any more"), ""),
    Standing.LAPSED: (gettext_lazy("Not served any more"), "late"),
}
ANSWERS: Mapping[str, Words] = {
    "": gettext_lazy("DNS was not asked yet."),
    Answer.FOUND: gettext_lazy("The record is there."),
    Answer.OTHER: gettext_lazy("There is a record at this name, with another value."),
    Answer.MISSING: gettext_lazy("There is no such record."),
    Answer.SILENT: gettext_lazy("DNS did not answer. That counts for nothing."),
    Answer.TAKEN: gettext_lazy(
        "The record is there, but another client is still served at this address. It moves once that one is removed or no longer proven."
    ),
}


def rows_of(client: Client, *, at: datetime) -> list[Row]:
    """All addresses of a client, each in its words."""
    return [_row(each) for each in addresses_of(client, at=at)]


def outcome_of(answer: Answer, host: str) -> str:
    """What came of asking DNS just now."""
    if answer == Answer.FOUND:
        return _("DNS proves %(address)s. The portal answers there.") % {"address": host}
    return f"{host}: {ANSWERS[answer]}"


def _row(address: Address) -> Row:
    words, tone = STANDINGS[address.standing]
    return Row(address, words, tone, ANSWERS[address.claim.answer if address.claim else ""])
