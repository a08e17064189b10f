"""Which line of which agreement promises what."""

from datetime import date, timedelta

from django.utils.translation import override

from motorblok.sla import promises
from motorblok.sla.actions import publish_agreement_version, publish_calendar_version
from motorblok.sla.models import CalendarVersion
from motorblok.sla.promises import Promise
from tenants.models import Client
from tests.cast import MONDAY, RITA
from tests.sla.promised import DESK, HOUR, a_calendar, a_promise, an_agreement

ANY = {"targets": {"first_response": 4 * HOUR, "resolution": 40 * HOUR}}


def chosen(
    *, service_line: str = "finance", level: str = "", priority: str = "normal", at=MONDAY
) -> dict[str, Promise]:
    found = promises.choose(service_line=service_line, level=level, priority=priority, at=at)
    return {promise.kind: promise for promise in found}


def test_nothing_is_promised_without_an_agreement(acme: Client) -> None:
    assert chosen() == {}


def test_a_line_without_names_is_for_all_work(acme: Client) -> None:
    an_agreement(ANY)

    assert {kind: promise.target_seconds for kind, promise in chosen().items()} == ANY["targets"]


def test_the_line_that_names_more_decides(acme: Client) -> None:
    an_agreement(
        {"service_line": "finance", "priority": "high", "targets": {"resolution": 3}},
        {"service_line": "finance", "targets": {"resolution": 2}},
        {"targets": {"resolution": 1}},
    )

    assert chosen(priority="high")["resolution"].target_seconds == 3
    assert chosen(priority="low")["resolution"].target_seconds == 2
    assert chosen(service_line="legal")["resolution"].target_seconds == 1


def test_of_two_lines_that_name_as_much_the_later_decides(acme: Client) -> None:
    an_agreement(
        {"priority": "high", "targets": {"resolution": 1}},
        {"service_line": "finance", "targets": {"resolution": 2}},
    )

    assert chosen(priority="high")["resolution"].line == 2


def test_each_target_is_decided_by_itself(acme: Client) -> None:
    an_agreement(ANY, {"level": "L2", "targets": {"first_response": 60}})

    found = chosen(level="L2")

    assert (found["first_response"].line, found["resolution"].line) == (2, 1)


def test_a_promise_is_pinned_to_the_versions_in_force_when_the_work_begins(acme: Client) -> None:
    first = an_agreement(ANY)
    later = MONDAY + timedelta(days=1)
    second = publish_agreement_version(
        first.agreement_id, content=first.content, effective_at=later, actor=RITA, at=MONDAY
    )

    assert chosen(at=later - timedelta(microseconds=1))["resolution"].terms_version == str(first.id)
    assert chosen(at=later)["resolution"].terms_version == str(second.id)


def test_a_calendar_version_is_in_force_from_midnight_of_its_own_zone(acme: Client) -> None:
    an_agreement(ANY)
    first = CalendarVersion.objects.get()
    second = publish_calendar_version(
        first.calendar_id, content=DESK, effective_on=date(2026, 12, 1), actor=RITA, at=MONDAY
    )
    midnight = MONDAY.replace(month=11, day=30, hour=23, minute=0)

    assert chosen(at=midnight - timedelta(seconds=1))["resolution"].calendar_version == str(first.id)
    assert chosen(at=midnight)["resolution"].calendar_version == str(second.id)


def test_two_agreements_are_weighed_together(acme: Client) -> None:
    calendar = str(a_calendar().calendar_id)
    an_agreement(
        {"calendar": calendar, "service_line": "finance", "targets": {"resolution": 7}}, name="Books"
    )
    an_agreement({"calendar": calendar, "targets": {"resolution": 9}}, name="All else")

    assert chosen()["resolution"].target_seconds == 7
    assert chosen(service_line="legal")["resolution"].target_seconds == 9


def test_choosing_takes_two_statements(acme: Client, django_assert_num_queries) -> None:
    an_agreement(ANY, {"level": "L2", "targets": {"first_response": 60}})

    with django_assert_num_queries(2):
        chosen()


def test_a_promise_says_why_in_both_languages(acme: Client) -> None:
    promise = a_promise(names=("service_line", "priority"), line=2)

    with override("en"):
        assert "service line, priority" in str(promise.why)
    with override("nl"):
        assert str(promise.why).startswith("Regel 2 van de overeenkomst")


def test_a_fact_gives_the_promise_back() -> None:
    promise = a_promise(
        names=("level",), pauses=("client", "third_party"), reopen="new_cycle", upgrade_floor=0
    )

    assert Promise.from_fact(promise.as_fact()) == promise


def test_a_fact_of_before_there_were_pauses_has_the_usual_ones() -> None:
    for kind, pauses in (("resolution", ("client",)), ("first_response", ())):
        fact = a_promise(kind).as_fact()
        for name in ("pauses", "reopen", "upgrade_floor"):
            fact.pop(name)

        assert Promise.from_fact(fact) == a_promise(kind, pauses=pauses)


def test_a_promise_carries_the_rules_of_its_line(acme: Client) -> None:
    rules = {"pauses": {"first_response": ["third_party"]}, "reopen": "new_cycle", "upgrade_floor": 0}
    an_agreement({**ANY, **rules})

    found = chosen()

    assert (found["first_response"].pauses, found["resolution"].pauses) == (("third_party",), ("client",))
    assert (found["resolution"].reopen, found["resolution"].upgrade_floor) == ("new_cycle", 0)
