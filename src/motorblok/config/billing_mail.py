"""The reader that mails about money: here, where billing and mail meet, because neither knows the other."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from billing import naming
from billing.documents.references import creditor_reference, grouped
from billing.events import dunning, invoices, life, subscriptions
from billing.filing import document_of
from billing.models import Debtor, Document, Gateways, Invoice, Subscription
from billing.money import Money
from billing.rating.wording import spoken
from motorblok.accounts.models import Kind, Person
from motorblok.audit.queries import Entry
from motorblok.audit.readers import one_by_one
from motorblok.kernel import schema
from motorblok.notify.mail import File, Letter, in_words_of, language_of, send
from tenants.models import State
from tenants.queries import canonical_url

# What was entered late, or is the past of a demo, is news to nobody.
NEWS = timedelta(days=7)
IMPORT = "import"


def _invoice(entry: Entry) -> None:
    invoice = _invoice_of(entry)
    if invoice and invoice.total:
        is_note = invoice.kind == Invoice.Kind.CREDIT_NOTE
        more = {"corrects": invoice.corrects.number if invoice.corrects else ""}
        _mail("billing_credit_note" if is_note else "billing_invoice", invoice, entry, **more)


def _reminder(entry: Entry) -> None:
    invoice = _invoice_of(entry)
    if invoice and invoice.owed > 0:
        step, steps = entry.facts["step"], entry.facts["steps"]
        _mail("billing_reminder", invoice, entry, step=step, is_last=step == steps)


def _standing(entry: Entry) -> None:
    debtor = _debtor_of(entry)
    was, now = entry.facts["was"], entry.facts["now"]
    is_told = now == "suspended" or (was, now) == ("suspended", "active")
    if debtor and debtor.life == now and is_told:
        to = _to(debtor)
        facts = {"now": now, "seller": debtor.legal_entity.legal_name, "link": _link(debtor, "/")}
        send(Letter("billing_standing", facts, key=_key(entry)), to=to)


def _volume(entry: Entry) -> None:
    debtor = _debtor_of(entry)
    if debtor:
        to = _to(debtor)
        names = {"en": entry.facts["meter_name_en"], "nl": entry.facts["meter_name_nl"]}
        facts = {
            **{name: entry.facts[name] for name in ("percent", "used", "included")},
            "period": _period(entry.facts["period"], to),
            "meter": names[language_of(to)],
            "seller": debtor.legal_entity.legal_name,
            "link": _link(debtor, "/billing/"),
        }
        send(Letter("billing_volume", facts, key=_key(entry)), to=to)


def _trial(entry: Entry) -> None:
    found = Subscription.objects.filter(pk=_id(entry), state=Subscription.State.ACTIVE, cancels_on=None)
    debtor = Debtor.objects.select_related("client", "legal_entity").filter(subscriptions__in=found).first()
    if debtor:
        to = _to(debtor)
        facts = {
            "plan": entry.facts[f"name_{language_of(to)}"],
            "ends_on": date.fromisoformat(entry.facts["trial_ends_on"]),
            "seller": debtor.legal_entity.legal_name,
            "link": _link(debtor, "/billing/"),
        }
        send(Letter("billing_trial", facts, key=_key(entry)), to=to)


ANSWERS: dict[str, Callable[[Entry], None]] = {
    invoices.FINALISED.name: _invoice,
    invoices.CREDIT_NOTE_FINALISED.name: _invoice,
    dunning.REMINDED.name: _reminder,
    life.LIFE_CHANGED.name: _standing,
    life.VOLUME_REACHED.name: _volume,
    subscriptions.TRIAL_ENDING.name: _trial,
}


@one_by_one(*ANSWERS)
def mail_about_billing(entries: Sequence[Entry]) -> None:
    """Send the mail that follows from each event, if any, as things stand now: nobody is asked for what was paid meanwhile."""
    now = datetime.now(UTC)
    for entry in entries:
        is_news = entry.source != IMPORT and entry.occurred_at > now - NEWS
        if is_news and (answer := ANSWERS.get(entry.kind.name)):
            answer(entry)


def _mail(name: str, invoice: Invoice, entry: Entry, **more: object) -> None:
    to = _to(invoice.debtor)
    is_by_bank = invoice.gateway == Gateways.BANK and invoice.total > 0
    facts = {
        "number": invoice.number,
        "seller": invoice.legal_entity.legal_name,
        "total": _spoken(abs(invoice.total), invoice, to),
        "owed": _spoken(invoice.owed, invoice, to),
        "due_on": invoice.due_on or date.min,
        "iban": grouped(invoice.legal_entity.iban) if is_by_bank else "",
        "reference": grouped(creditor_reference(invoice.number or "")) if is_by_bank else "",
        "link": _link(invoice.debtor, f"/billing/invoices/{invoice.pk}/"),
        **more,
    }
    send(Letter(name, facts, files=_files(invoice), key=_key(entry)), to=to)


def _files(invoice: Invoice) -> tuple[File, ...]:
    at = datetime.now(UTC)
    pdf = document_of(invoice, Document.Format.PDF, at=at)
    ubl = document_of(invoice, Document.Format.UBL, at=at)
    return (
        File(f"{invoice.number}.pdf", pdf, "application/pdf"),
        File(f"{invoice.number}.xml", ubl, "application/xml"),
    )


def _period(key: str, to: Person) -> str:
    with in_words_of(to):
        return naming.period(key, {})


def _spoken(minor: int, invoice: Invoice, to: Person) -> str:
    return spoken(Money(minor, invoice.currency), "nl" if language_of(to) == "nl" else "en")


def _to(debtor: Debtor) -> Person:
    """Whoever opens the post at the invoice address: the contact that has it, in its language, else the company in the debtor's."""
    with schema.entered(schema.PUBLIC):
        known = Person.objects.circle(debtor.client).addressed(debtor.email).first()
    return Person(
        kind=Kind.CONTACT,
        client=debtor.client,
        name=known.name if known else debtor.legal_name,
        email=debtor.email,
        language=(known and known.language) or debtor.language,
    )


def _link(debtor: Debtor, path: str) -> str:
    is_served = debtor.client.state in (State.OPEN, State.SUSPENDED)
    return canonical_url(debtor.client, path) if is_served else ""


def _invoice_of(entry: Entry) -> Invoice | None:
    asked = Invoice.objects.select_related("debtor__client", "legal_entity", "corrects")
    found: Invoice | None = asked.filter(pk=_id(entry), state=Invoice.State.FINAL).first()
    return found


def _debtor_of(entry: Entry) -> Debtor | None:
    return Debtor.objects.select_related("client", "legal_entity").filter(pk=_id(entry)).first()


def _id(entry: Entry) -> UUID:
    return UUID(entry.subject.partition(":")[2])


def _key(entry: Entry) -> str:
    return f"billing.{entry.id}"
