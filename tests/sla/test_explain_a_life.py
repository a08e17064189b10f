"""Why the clocks of a whole life stand where they stand: pauses, priorities, reopening, answers, in both languages."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import override

from motorblok.sla import explain, promises, signals
from motorblok.sla.explain import Explained
from tenants.models import Client
from tests.sla.promised import HOUR, an_agreement, begin, tell

# Monday 9:00 in Amsterdam, where the desk opens.
OPENING = datetime(2026, 11, 23, 8, tzinfo=UTC)
LINE = {"targets": {"first_response": HOUR, "next_response": HOUR, "resolution": 8 * HOUR}}


def after(hours: float) -> datetime:
    return OPENING + timedelta(hours=hours)


def explained(kind: str, *, now: float = 8) -> list[Explained]:
    return [each for each in explain.lines("task:1", now=after(now)) if each.state.kind == kind]


def a_wait(start: float, end: float) -> None:
    waiting = {"reason": "client", "party": "client"}
    tell(signals.RESPONDED, after(start), signals.PAUSED, said=waiting)
    tell(signals.RESUMED, after(end), said=waiting)


def test_a_pause_is_a_line_that_says_for_whom_and_what_was_not_counted(acme: Client) -> None:
    an_agreement(LINE)
    begin(OPENING)
    a_wait(1, 3)

    (resolution,) = explained("resolution", now=4)

    assert [(line.kind, line.party, line.total) for line in resolution.lines] == [
        ("running", "provider", HOUR),
        ("paused", "client", HOUR),
        ("running", "provider", 2 * HOUR),
    ]
    pause = resolution.lines[1]
    with override("en"):
        assert (pause.owner, resolution.lines[0].owner) == ("the client", "the provider")
        assert pause.words == (
            "Mon 23 Nov 2026 10:00 to Mon 23 Nov 2026 12:00: paused, waiting for the client; "
            "2:00:00 not counted (Office hours, version 1)"
        )
    with override("nl"):
        assert pause.owner == "de klant"
        assert "gepauzeerd, wachten op de klant; 2:00:00 niet geteld" in pause.words


def test_what_moved_the_clock_is_told_in_order(acme: Client) -> None:
    an_agreement(LINE)
    begin(OPENING)
    a_wait(1, 3)
    tell(signals.RESOLVED, after(4))
    tell(signals.REOPENED, after(5))

    (resolution,) = explained("resolution")

    with override("en"):
        assert [reason.words for reason in resolution.reasons] == [
            "Line 1 of the agreement applies: no other is more specific.",
            "Paused: waiting for the client.",
            "The clock goes on.",
            "The task was resolved.",
            "The task was reopened: the clock goes on, the time in between does not count.",
        ]
    with override("nl"):
        assert resolution.reasons[1].words == "Gepauzeerd: wachten op de klant."
    assert [reason.at for reason in resolution.reasons] == sorted(reason.at for reason in resolution.reasons)


def test_another_priority_says_which_line_decides_and_why_the_target_is_what_it_is(acme: Client) -> None:
    agreed = an_agreement(LINE)
    calendar = agreed.content["lines"][0]["calendar"]
    an_agreement(
        {"priority": "urgent", "targets": {"resolution": HOUR}, "calendar": calendar}, name="Urgent work"
    )
    begin(OPENING)
    urgent = promises.choose(service_line="finance", level="", priority="urgent", at=OPENING)
    tell(signals.PRIORITISED, after(2), promised=urgent)

    (resolution,) = explained("resolution", now=2)

    with override("en"):
        assert [reason.words for reason in resolution.reasons][1:] == [
            "Line 1 of the agreement applies: it fits by priority, and no other is more specific.",
            "The target is 2:30:00 from here on instead of 8:00:00; 2:00:00 used so far is kept. "
            "The agreement says 1:00:00, and leaves some time.",
        ]
        assert resolution.summary == "Resolution: 2:00:00 of 2:30:00 used (Urgent work, version 1)"


def test_each_answer_is_explained_by_itself(acme: Client) -> None:
    an_agreement(LINE)
    begin(OPENING)
    for hour in (1, 2):
        tell(signals.RESPONDED, after(hour))
        tell(signals.CLIENT_WROTE, after(hour + 0.5))

    first, second = explained("next_response")

    with override("en"):
        assert (first.target, second.target) == ("Next response", "Next response, no. 2")
        assert [reason.words for reason in first.reasons][1:] == [
            "The client wrote: an answer is due. Further messages change nothing.",
            "The client's message was answered.",
        ]
        assert second.reasons[-1].words == "The target was used up: from here on it is late."
    with override("nl"):
        assert second.target == "Volgende reactie, nr. 2"


def test_time_in_which_the_task_was_closed_belongs_to_nobody(acme: Client) -> None:
    an_agreement(LINE)
    begin(OPENING)
    tell(signals.RESOLVED, after(1))
    tell(signals.REOPENED, after(3))

    closed = explained("resolution")[0].lines[1]

    assert (closed.kind, closed.party, closed.owner, closed.not_counted) == ("resolved", "", "", 2 * HOUR)
    with override("en"):
        assert "the task was closed; 2:00:00 not counted" in closed.words
    with override("nl"):
        assert "de taak was afgesloten; 2:00:00 niet geteld" in closed.words
