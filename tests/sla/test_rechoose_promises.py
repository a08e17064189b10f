"""What another priority or level promises: by the lines of the agreement versions that the work is pinned to."""

from datetime import date, timedelta
from typing import Any

from motorblok.audit.queries import signals_of
from motorblok.sla import promises, signals
from motorblok.sla.actions import publish_agreement_version, publish_calendar_version
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.promises import Promise
from tenants.models import Client
from tests.cast import MONDAY, RITA
from tests.sla.promised import DESK, HOUR, a_calendar, a_promise, a_signal, a_start, an_agreement, begin, tell

LATER = MONDAY + timedelta(days=1)
ANY = {"targets": {"first_response": 4 * HOUR, "resolution": 40 * HOUR}}


def rechosen(priority: str = "high", level: str = "") -> dict[str, Promise]:
    asked = {"service_line": "finance", "level": level, "priority": priority}
    return {each.kind: each for each in promises.rechoose(signals_of("task:1"), **asked)}


def agreed(*lines: dict[str, Any], name: str = "Back office") -> AgreementVersion:
    calendar = str(a_calendar(f"Hours of {name}").calendar_id)
    return an_agreement(*({"calendar": calendar, **line} for line in lines), name=name)


def test_the_most_specific_line_for_the_new_priority_decides(acme: Client) -> None:
    agreed(ANY, {"priority": "high", "targets": {"resolution": 8 * HOUR}})
    begin(MONDAY)

    found = rechosen()

    assert {kind: promise.target_seconds for kind, promise in found.items()} == {
        "first_response": 4 * HOUR,
        "resolution": 8 * HOUR,
    }
    assert "priority" in found["resolution"].names


def test_a_level_decides_in_the_same_way(acme: Client) -> None:
    agreed(ANY, {"level": "L4", "targets": {"resolution": HOUR}})
    begin(MONDAY)

    assert rechosen(priority="normal", level="L4")["resolution"].target_seconds == HOUR


def test_a_version_that_came_later_plays_no_part(acme: Client) -> None:
    first = agreed(ANY, {"priority": "high", "targets": {"resolution": 8 * HOUR}})
    begin(MONDAY)
    stricter = {"lines": [{**line, "targets": {"resolution": 60}} for line in first.content["lines"]]}
    publish_agreement_version(first.agreement_id, content=stricter, effective_at=MONDAY, actor=RITA, at=LATER)

    assert rechosen()["resolution"].terms_version == str(first.id)


def test_an_agreement_that_came_later_plays_no_part(acme: Client) -> None:
    agreed(ANY)
    begin(MONDAY)
    agreed({"priority": "high", "targets": {"resolution": 60}}, name="Stricter")

    assert rechosen()["resolution"].target_seconds == 40 * HOUR


def test_a_calendar_keeps_the_version_that_the_work_is_pinned_to(acme: Client) -> None:
    agreed(ANY, {"priority": "high", "targets": {"resolution": 8 * HOUR}})
    begin(MONDAY)
    first = CalendarVersion.objects.get()
    given = {"content": DESK, "effective_on": date(2026, 1, 1), "actor": RITA, "at": LATER}
    publish_calendar_version(first.calendar_id, **given)

    assert rechosen()["resolution"].calendar_version == str(first.id)


def test_where_nothing_was_promised_the_agreements_of_the_start_decide(acme: Client) -> None:
    agreed({"priority": "high", "targets": {"resolution": 8 * HOUR}})
    begin(MONDAY)

    assert rechosen()["resolution"].target_seconds == 8 * HOUR


def test_work_that_never_began_is_promised_nothing(acme: Client) -> None:
    agreed(ANY)
    tell(signals.RESPONDED, MONDAY)

    assert rechosen() == {}


def test_it_takes_three_statements(acme: Client, django_assert_num_queries) -> None:
    agreed(ANY)
    begin(MONDAY)

    with django_assert_num_queries(3):
        rechosen()


def test_what_holds_is_the_last_promise_of_each_kind() -> None:
    start = a_start(MONDAY, a_promise("first_response"), a_promise("resolution"))
    shorter = a_promise("resolution", hours=1)
    change = a_signal(signals.PRIORITISED, LATER, promises=[shorter.as_fact()])

    assert promises.pinned([change, start]) == [a_promise("first_response"), shorter]


def test_a_promise_of_a_kind_that_is_not_known_is_passed_over() -> None:
    start = a_signal(signals.STARTED, MONDAY, promises=[{**a_promise().as_fact(), "kind": "telepathy"}])

    assert promises.pinned([start]) == []
