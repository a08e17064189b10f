"""What is usually done first for a new client, by service line: proposals for its first tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Start:
    """A proposal; `key` names it in a form."""

    key: str
    service_line: str
    title: Words


# Service lines that the provider added have none: their rows are written by hand.
STARTS: Mapping[str, tuple[Words, ...]] = {
    "finance": (
        _("Receive the chart of accounts and the opening balances"),
        _("Agree how invoices reach us, and who approves them"),
        _("Get access to the bank statements"),
    ),
    "hr": (
        _("Receive the list of employees and their contracts"),
        _("Agree on the payroll calendar and its cut-off dates"),
    ),
    "it-support": (
        _("Make an inventory of devices, accounts and licences"),
        _("Set up remote support and tell the employees"),
    ),
    "procurement": (
        _("Receive the list of suppliers and open orders"),
        _("Agree who approves orders, and up to which amount"),
    ),
    "logistics": (
        _("Receive the list of articles and the stock of today"),
        _("Agree on the delivery addresses and cut-off times"),
    ),
    "quality": (_("Receive the quality manual and the open complaints"),),
    "legal": (
        _("Receive the contracts that are in force, with their notice dates"),
        _("Agree who may sign, and for what"),
    ),
}


def starts() -> Iterator[Start]:
    """Every proposal, by service line."""
    for line, titles in STARTS.items():
        for number, title in enumerate(titles):
            yield Start(f"{line}:{number}", line, title)
