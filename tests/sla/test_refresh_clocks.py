"""Clocks kept equal to the events, in the transaction that recorded them; the alarms armed and told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.translation import override

from motorblok.audit.models import Audience, Event
from motorblok.audit.queries import Entry, entries
from motorblok.board.models import Alarm, Fired
from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from motorblok.sla import clocks, signals, tasks
from motorblok.sla.actions import tell_fired
from motorblok.sla.clocks import Urgency
from motorblok.sla.models import Calendar, Clock
from motorblok.sla.tasks import sweep_fired
from tenants.models import Client
from tests.sla.promised import HOUR, an_agreement, begin, take_back, tell

# A Monday far enough ahead that no threshold lies before the moment at which the test records it.
OPENING = datetime(2035, 1, 8, 8, tzinfo=UTC)
BOTH = {"targets": {"first_response": HOUR, "resolution": 4 * HOUR}}
MINUTES = timedelta(minutes=1)
ONE_SECOND = timedelta(seconds=1)


def refresh(client: Client, at: datetime, subject: str = "task:1") -> Urgency | None:
    return clocks.refresh(subject, client_id=client.id, at=at)


def told(subject: str = "task:1") -> list[Entry]:
    found = Event.objects.filter(subject=subject, kind__startswith="sla.").values_list("id", flat=True)
    return entries(found)


def alarms() -> dict[tuple[str, str], datetime]:
    kinds = dict(Clock.objects.values_list("id", "kind"))
    return {(kinds[alarm.clock_id], alarm.kind): alarm.fire_at for alarm in Alarm.objects.all()}


def test_work_without_a_promise_has_no_clock(acme: Client) -> None:
    begin(OPENING)

    assert refresh(acme, OPENING) is None
    assert not Clock.objects.exists()


def test_a_start_makes_a_clock_per_target_and_names_the_most_urgent(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)

    urgency = refresh(acme, OPENING)

    assert urgency == Urgency(
        OPENING + 60 * MINUTES, OPENING + 60 * MINUTES, "first_response", HOUR, 0, OPENING
    )
    assert set(Clock.objects.values_list("kind", "state")) == {
        ("first_response", "running"),
        ("resolution", "running"),
    }


def test_a_response_decides_one_clock_and_leaves_the_other_most_urgent(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    tell(signals.RESPONDED, OPENING + 30 * MINUTES)

    urgency = refresh(acme, OPENING + 30 * MINUTES)

    response = Clock.objects.get(kind="first_response")
    assert (response.outcome, response.consumed_seconds) == ("met", HOUR // 2)
    assert response.decided_at == response.stopped_at == OPENING + 30 * MINUTES
    assert urgency == Urgency(
        OPENING + 4 * 60 * MINUTES,
        OPENING + 4 * 60 * MINUTES,
        "resolution",
        4 * HOUR,
        HOUR // 2,
        OPENING + 30 * MINUTES,
    )


def test_after_the_resolution_nothing_is_urgent_and_nothing_armed(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    tell(signals.RESOLVED, OPENING + 30 * MINUTES)

    assert refresh(acme, OPENING + 30 * MINUTES) is None
    assert set(Clock.objects.values_list("outcome", flat=True)) == {"met"}
    assert alarms() == {}


def test_refreshing_again_changes_nothing_but_the_moment(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    before = list(Clock.objects.order_by("kind").values("id", "due_at", "breach_at", "outcome", "state"))

    refresh(acme, OPENING + timedelta(days=30))

    assert (
        list(Clock.objects.order_by("kind").values("id", "due_at", "breach_at", "outcome", "state")) == before
    )


def test_it_takes_four_statements_however_many_clocks(acme: Client, django_assert_num_queries) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)

    with django_assert_num_queries(4):
        refresh(acme, OPENING)


def test_a_later_agreement_leaves_a_running_clock_alone(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    stricter = {"targets": {"resolution": 60}, "calendar": str(Calendar.objects.get().id)}
    an_agreement(stricter, name="Stricter")

    refresh(acme, OPENING + 5 * MINUTES)

    assert Clock.objects.get(kind="resolution").target_seconds == 4 * HOUR


def test_warnings_and_breach_are_armed_and_the_breach_comes_a_second_after_the_last_good_one(
    acme: Client,
) -> None:
    an_agreement(BOTH)
    begin(OPENING)

    refresh(acme, OPENING)

    assert {kind: at - OPENING for (target, kind), at in alarms().items() if target == "first_response"} == {
        "warned_50": 30 * MINUTES,
        "warned_75": 45 * MINUTES,
        "warned_90": 54 * MINUTES,
        "breached": 60 * MINUTES + timedelta(seconds=1),
    }


def test_an_alarm_fires_once_however_often_the_clock_is_refreshed(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 46 * MINUTES)

    refresh(acme, OPENING + 46 * MINUTES)

    assert sorted(Fired.objects.values_list("kind", flat=True)) == ["warned_50", "warned_75"]
    assert sweep_all(at=OPENING + 46 * MINUTES) == 0


def test_a_breach_that_no_sweeper_saw_is_fired_after_the_resolution(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    tell(signals.RESOLVED, OPENING + 90 * MINUTES)
    refresh(acme, OPENING + 90 * MINUTES)

    sweep_all(at=OPENING + 91 * MINUTES)

    assert list(Fired.objects.values_list("kind", flat=True)) == ["breached"]


def test_work_recorded_late_raises_its_breach_but_no_old_warnings(acme: Client) -> None:
    an_agreement(BOTH)
    last_year = datetime(2025, 1, 6, 8, tzinfo=UTC)
    begin(last_year)

    refresh(acme, last_year)

    assert {kind for _target, kind in alarms()} == {"breached"}


def imported(client: Client, at: datetime) -> None:
    an_agreement(BOTH)
    begin(at, source="import")
    refresh(client, at)


def test_a_breach_of_before_the_import_is_in_the_ledger_and_nobody_is_told(acme: Client) -> None:
    last_year = datetime(2025, 1, 6, 8, tzinfo=UTC)
    imported(acme, last_year)
    sweep_all(at=last_year + 1441 * MINUTES)

    assert (tell_fired(acme.id, at=OPENING), tell_fired(acme.id, at=OPENING)) == (2, 0)

    broken = [last_year + 60 * MINUTES + ONE_SECOND, last_year + 240 * MINUTES + ONE_SECOND]
    assert list(Fired.objects.order_by("fire_at").values_list("kind", "fire_at")) == [
        ("breached", at) for at in broken
    ]
    assert told() == []


def test_what_the_import_shows_to_be_kept_is_never_in_the_ledger(acme: Client) -> None:
    last_year = datetime(2025, 1, 6, 8, tzinfo=UTC)
    imported(acme, last_year)
    tell(signals.RESOLVED, last_year + 59 * MINUTES, source="import")
    refresh(acme, last_year + 59 * MINUTES)

    assert sweep_all(at=OPENING) == 0
    assert not Fired.objects.exists()


def test_taking_the_start_back_voids_the_clocks_and_disarms_them(acme: Client) -> None:
    an_agreement(BOTH)
    started = begin(OPENING)
    refresh(acme, OPENING)
    take_back(started, OPENING + MINUTES)

    assert refresh(acme, OPENING + MINUTES) is None
    assert set(Clock.objects.values_list("state", "due_at", "outcome")) == {("voided", None, "")}
    assert alarms() == {}


def test_what_fired_is_told_once_to_those_it_concerns(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 61 * MINUTES)

    first, second = tell_fired(acme.id, at=OPENING), tell_fired(acme.id, at=OPENING)

    assert (first, second) == (4, 0)
    assert [entry.kind.name for entry in told()] == ["sla.clock.warned"] * 3 + ["sla.clock.breached"]
    assert [entry.audience for entry in told()] == [Audience.INTERNAL] * 3 + [Audience.CLIENT]


def test_it_is_told_in_both_languages(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 31 * MINUTES)
    tell_fired(acme.id, at=OPENING)

    with override("en"):
        assert told()[0].sentence == "50 % of the time for the first response has passed"
    with override("nl"):
        assert told()[0].sentence == "50 % van de tijd voor de eerste reactie is verstreken"


def test_a_breach_on_internal_work_is_not_for_the_client(acme: Client) -> None:
    an_agreement(BOTH)
    begin(OPENING, audience=Audience.INTERNAL)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 61 * MINUTES)

    tell_fired(acme.id, at=OPENING)

    assert {entry.audience for entry in told()} == {Audience.INTERNAL}


def test_an_alarm_that_the_resolution_overtook_is_not_told(acme: Client, book) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    clock = Clock.objects.get(kind="first_response")
    tell(signals.RESOLVED, OPENING + 59 * MINUTES)
    refresh(acme, OPENING + 59 * MINUTES)
    Fired.objects.create(
        clock_id=clock.id,
        cycle=1,
        kind="breached",
        client_id=acme.id,
        subject="task:1",
        fire_at=OPENING + 61 * MINUTES,
    )

    assert tell_fired(acme.id, at=OPENING) == 1
    assert "sla.clock.breached" not in book.kinds()


@pytest.mark.parametrize("restarted", [False, True])
def test_an_alarm_of_a_start_that_was_taken_back_is_not_told(acme: Client, restarted: bool) -> None:
    an_agreement({"targets": {"first_response": HOUR}})
    started = begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 61 * MINUTES)
    take_back(started, OPENING + 62 * MINUTES)
    if restarted:
        begin(OPENING + 120 * MINUTES)
    refresh(acme, OPENING + 120 * MINUTES)

    tell_fired(acme.id, at=OPENING + 121 * MINUTES)

    assert "sla.clock.breached" not in [entry.kind.name for entry in told()]
    assert restarted or not told()


def test_an_alarm_of_a_clock_that_is_gone_is_marked_and_not_told(acme: Client) -> None:
    Fired.objects.create(
        clock_id=new_id(), cycle=1, kind="breached", client_id=acme.id, subject="task:9", fire_at=OPENING
    )

    assert tell_fired(acme.id, at=OPENING) == 1
    assert not Fired.objects.filter(told_at=None).exists()


def test_the_sweep_tells_each_client_in_its_own_book(acme: Client, globex: Client) -> None:
    for client in (acme, globex):
        with schema.entered(client.schema_name):
            an_agreement(BOTH)
            begin(OPENING)
            refresh(client, OPENING)
    sweep_all(at=OPENING + 31 * MINUTES)

    sweep_fired()

    for client in (acme, globex):
        with schema.entered(client.schema_name):
            assert [entry.kind.name for entry in told()] == ["sla.clock.warned"]


def test_a_kill_between_telling_and_marking_tells_it_again_and_only_once(acme: Client, monkeypatch) -> None:
    an_agreement(BOTH)
    begin(OPENING)
    refresh(acme, OPENING)
    sweep_all(at=OPENING + 31 * MINUTES)
    with monkeypatch.context() as patched:
        patched.setattr("django.db.models.query.QuerySet.update", interrupt)
        with pytest.raises(KeyboardInterrupt):
            tell_fired(acme.id, at=OPENING)

    tell_fired(acme.id, at=OPENING)

    assert [entry.kind.name for entry in told()] == ["sla.clock.warned"]


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_client_that_cannot_be_told_keeps_no_other_waiting(
    acme: Client, globex: Client, monkeypatch
) -> None:
    told_to = []

    def tell(client_id: UUID, *, at: datetime) -> int:
        if client_id == acme.id:
            raise RuntimeError
        told_to.append(client_id)
        return 0

    monkeypatch.setattr(
        tasks, "clients_with_news", lambda: [(each.id, each.schema_name) for each in (acme, globex)]
    )
    monkeypatch.setattr(tasks, "tell_fired", tell)

    sweep_fired()

    assert told_to == [globex.id]
