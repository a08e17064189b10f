"""The codes of billing as a sentence says them: service lines, periods, gateways, what is counted, and plain figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from billing import speaking
from billing.periods import WrongPeriod, start_of
from billing.rating.wording import Words
from motorblok.audit.catalogue import Facts, Speak
from tenants.queries import service_lines

GATEWAYS: Mapping[str, Words] = {
    "bank": Words("bank transfer", "bankoverschrijving"),
    "stripe": Words("Stripe", "Stripe"),
    "fake": Words("pretended payments", "nagebootste betalingen"),
    "hand": Words("written down by hand", "handmatig vastgelegd"),
}
OPERATIONS: Mapping[str, Words] = {
    "ensure_customer": Words("an account of the client", "een account van de klant"),
    "issue": Words("an invoice", "een factuur"),
    "collect": Words("the payment of an invoice", "de betaling van een factuur"),
    "credit": Words("a credit note", "een creditnota"),
    "refund": Words("a payment back", "een terugbetaling"),
    "subscribe": Words("a subscription", "een abonnement"),
    "change_subscription": Words("a change of a subscription", "een wijziging van een abonnement"),
    "cancel_subscription": Words("the end of a subscription", "het einde van een abonnement"),
    "hold_drafts": Words("drafts that wait", "conceptfacturen die wachten"),
}
CATEGORIES: Mapping[str, Words] = {
    "standard": Words("standard rate", "hoog tarief"),
    "reduced": Words("reduced rate", "laag tarief"),
    "zero": Words("zero rate", "nultarief"),
}
METERS: Mapping[str, Words] = {
    "tasks_received": Words("requests received", "ontvangen verzoeken"),
    "tasks_resolved": Words("requests resolved", "opgeloste verzoeken"),
    "time": Words("hours worked", "gewerkte uren"),
    "seats": Words("people with an account", "personen met een account"),
}
TARGETS: Mapping[str, Words] = {
    "": Words("all promises", "alle afspraken"),
    "first_response": Words("the first response", "de eerste reactie"),
    "next_response": Words("the next response", "de volgende reactie"),
    "resolution": Words("the resolution", "de oplossing"),
}
IN_SECONDS = "time"
HOUR = 3600


def by(words: Mapping[str, Words]) -> Speak:
    """Each code by its words; one that has none stays as it is."""

    def speak(code: Any, _facts: Facts) -> str:
        found = words.get(code)
        return speaking.chosen(found.en, found.nl) if found else str(code)

    return speak


def service_line(code: Any, _facts: Facts) -> str:
    """A service line as the provider calls it."""
    found = next((line for line in service_lines() if line.code == code), None)
    return speaking.chosen(found.name_en, found.name_nl) if found else str(code)


def period(key: Any, _facts: Facts) -> str:
    """The period of a key: its month, or its first day where it does not begin with one."""
    try:
        on = start_of(str(key))
    except WrongPeriod:
        return str(key)
    return date_format(on, "F Y") if on.day == 1 else speaking.day(on)


def figure(text: Any, _facts: Facts) -> str:
    """A number that stands as text."""
    return speaking.number(Decimal(str(text)))


def counted(text: Any, facts: Facts) -> str:
    """A quantity of what the event's meter counts; time is kept in seconds, and said in hours."""
    quantity = Decimal(str(text))
    return speaking.number(round(quantity / HOUR, 2) if facts.get("meter") == IN_SECONDS else quantity)
