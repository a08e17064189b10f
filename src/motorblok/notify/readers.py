"""The readers that tell people: by mail what they need for an account, in their inboxes what happens to the work."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from motorblok.accounts import events
from motorblok.accounts.actions import send_invitation
from motorblok.accounts.links import invitation_link, reset_link, sign_in_link
from motorblok.accounts.models import Person
from motorblok.audit.queries import Entry
from motorblok.audit.readers import one_by_one
from motorblok.notify.actions import put_in
from motorblok.notify.filling import notices
from motorblok.notify.mail import Letter, send

# An event that is read later than this (the mail server was away) tells of a wish that nobody remembers.
FRESH = timedelta(hours=1)
IMPORT = "import"


def _invite(entry: Entry) -> None:
    issued = send_invitation(UUID(entry.facts["invitation"]), at=datetime.now(UTC))
    if issued:
        link = invitation_link(issued.person, issued.token)
        send(Letter("invitation", {"link": link, "expires_at": issued.expires_at}), to=issued.person)


def _offer_reset(entry: Entry) -> None:
    person = _person(entry)
    if person and datetime.now(UTC) - entry.occurred_at < FRESH:
        send(Letter("reset", {"link": reset_link(person)}), to=person)


def _warn(name: str) -> Callable[[Entry], None]:
    def warn(entry: Entry) -> None:
        person = _person(entry)
        if person and datetime.now(UTC) - entry.occurred_at < FRESH:
            send(Letter(name, {"link": sign_in_link(person), "at_time": entry.occurred_at}), to=person)

    return warn


def _person(entry: Entry) -> Person | None:
    _kind, _colon, person_id = entry.subject.partition(":")
    return Person.objects.active().select_related("client").filter(pk=person_id).first()


ANSWERS: dict[str, Callable[[Entry], None]] = {
    events.INVITED.name: _invite,
    events.RESET_ASKED.name: _offer_reset,
    events.PASSWORD_CHANGED.name: _warn("password_changed"),
    events.SECOND_STEP_OFF.name: _warn("second_step_off"),
}


@one_by_one(*ANSWERS)
def mail_about_accounts(entries: Sequence[Entry]) -> None:
    """Send the mail that follows from each event, if any; an invitation goes out once, however often it is read."""
    for entry in entries:
        if entry.source != IMPORT and (answer := ANSWERS.get(entry.kind.name)):
            answer(entry)


def fill_inboxes(entries: Sequence[Entry]) -> None:
    """Put into inboxes what these events tell; the mail about it goes out later, and from there."""
    put_in(notices([entry for entry in entries if entry.source != IMPORT], at=datetime.now(UTC)))
