"""What opens for a key, and what does not: its text, its host, its client, its scopes, its life."""

from datetime import timedelta

import pytest
from django.db import connection

from motorblok.accounts import actions, keys, keytext
from motorblok.accounts.models import ApiKey
from motorblok.audit.queries import history
from motorblok.kernel import schema
from motorblok.kernel.errors import Invalid, NotFound
from tests import cast
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("public")
YEAR = timedelta(days=365)


def make(client, **changed):
    asked = {"name": "ERP", "scopes": ["tasks:read", "tasks:receive"], "expires_at": MONDAY + YEAR, **changed}
    return actions.create_key(client, **asked, actor=cast.ANN, at=MONDAY)


def ask(text, *, client, at=MONDAY):
    return keys.authenticate(f"Bearer {text}", client=client, at=at)


def kinds(key):
    with schema.entered(key.client.schema_name):
        return [entry.kind.name for entry in history(key.subject)]


@pytest.fixture
def client():
    return cast.ann().client


@pytest.fixture
def foreigner():
    return cast.cleo().client


def test_a_key_opens_its_own_client_with_its_scopes(client):
    made = make(client)

    viewer = ask(made.text, client=client)

    assert viewer.client_id == client.id
    assert viewer.may("tasks:receive")
    assert not viewer.may("tasks:work")
    assert str(viewer.actor) == f"key:{made.key.id}"
    assert viewer.sees_as.actor == viewer.actor


def test_a_key_says_where_it_is_from_and_holds_a_check(client):
    text = make(client).text

    assert text.startswith("mb_dev_")
    assert [len(part) for part in text.split("_")[3:]] == [32, 6]


def test_the_secret_is_stored_nowhere(client, book):
    text = make(client).text

    assert text.split("_")[3] not in str(ApiKey.objects.values().get())
    with schema.entered(client.schema_name):
        assert not [event for event in book.events() if text.split("_")[3].encode() in bytes(event.leaf)]


@pytest.mark.parametrize(
    "wrong", ["", "x", "mb_dev", "mb_live_a_b_c", "mb_dev_1_2_3", "mb_dev_%s_2_3" % ("z" * 22)]
)
def test_what_is_no_key_is_refused_without_asking_the_database(wrong, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask(wrong, client=client) is None


def test_a_key_with_one_letter_changed_fails_its_check(client, django_assert_num_queries):
    text = make(client).text
    changed = text[:-10] + ("a" if text[-10] != "a" else "b") + text[-9:]

    with django_assert_num_queries(0):
        assert ask(changed, client=client) is None


def test_a_right_check_does_not_make_a_wrong_secret_right(client):
    key = make(client).key

    assert ask(keytext.as_text(key.id, secret="0" * 32), client=client) is None
    assert kinds(key)[-1] == "accounts.key.denied"


def test_a_key_for_another_installation_is_refused(client, settings):
    settings.DEVELOPMENT = False
    text = make(client).text
    settings.DEVELOPMENT = True

    assert ask(text, client=client) is None


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer Bearer"])
def test_only_a_bearer_header_carries_a_key(scheme, client):
    assert keys.authenticate(f"{scheme} {make(client).text}", client=client, at=MONDAY) is None


def test_a_clients_key_opens_nothing_at_another_client_or_at_the_console(client, foreigner):
    made = make(client)

    assert ask(made.text, client=foreigner) is None
    assert ask(made.text, client=None) is None
    assert kinds(made.key) == ["accounts.key.made", "accounts.key.denied"]


def test_a_denial_is_told_in_the_book_of_the_keys_own_client(client, foreigner, book):
    made = make(client)

    with schema.entered(foreigner.schema_name):
        ask(made.text, client=foreigner)

        assert book.kinds() == []
    assert kinds(made.key)[-1] == "accounts.key.denied"


def test_a_revoked_key_is_refused_at_once(client):
    made = make(client)

    actions.revoke_key(made.key.id, client=client, actor=cast.ANN, at=MONDAY)

    assert ask(made.text, client=client) is None
    assert kinds(made.key)[-2:] == ["accounts.key.revoked", "accounts.key.denied"]


def test_a_key_of_another_client_cannot_be_revoked(client, foreigner):
    made = make(client)

    with pytest.raises(NotFound):
        actions.revoke_key(made.key.id, client=foreigner, actor=cast.CLEO, at=MONDAY)


def test_a_key_ends_with_its_last_second(client):
    made = make(client, expires_at=MONDAY + timedelta(days=1))

    assert ask(made.text, client=client, at=MONDAY + timedelta(hours=23))
    assert ask(made.text, client=client, at=MONDAY + timedelta(days=1)) is None


@pytest.mark.parametrize("expires_at", [MONDAY, MONDAY + timedelta(days=367)])
def test_a_key_lives_at_most_twelve_months(expires_at, client):
    with pytest.raises(Invalid):
        make(client, expires_at=expires_at)


@pytest.mark.parametrize("scopes", [[], ["tasks:everything"], ["tasks:work"]])
def test_a_client_can_grant_only_what_is_its_own(scopes, client):
    with pytest.raises(Invalid):
        make(client, scopes=scopes)


def test_a_missing_scope_is_refused_and_noted(client):
    made = make(client, scopes=["tasks:read"])
    viewer = ask(made.text, client=client)

    with pytest.raises(keys.ScopeMissing):
        keys.must_have(viewer, "tasks:receive", at=MONDAY)

    assert kinds(made.key)[-1] == "accounts.key.denied"


def test_first_use_is_an_event_and_later_ones_a_time_written_once_an_hour(client):
    made = make(client)
    times = [MONDAY, MONDAY + timedelta(minutes=59), MONDAY + timedelta(minutes=61)]

    last_used = []
    for at in times:
        ask(made.text, client=client, at=at)
        last_used.append(ApiKey.objects.get().last_used_at)

    assert last_used == [times[0], times[0], times[2]]
    assert kinds(made.key) == ["accounts.key.made", "accounts.key.first_used"]


def test_a_known_key_costs_one_query(client, django_assert_num_queries):
    text = make(client).text
    for _ in range(2):
        ask(text, client=client)

    with django_assert_num_queries(1):
        assert ask(text, client=client, at=MONDAY + timedelta(minutes=1))


def test_a_key_that_asks_too_often_is_slowed_down(client):
    viewer = ask(make(client, per_minute=3).text, client=client)
    for _ in range(3):
        keys.spend(viewer, at=MONDAY)

    with pytest.raises(keys.TooManyRequests):
        keys.spend(viewer, at=MONDAY)

    keys.spend(viewer, at=MONDAY + timedelta(minutes=1))


def test_the_providers_key_acts_for_who_is_assigned_and_only_at_the_console(client):
    sam = cast.sam(client)
    made = make(client, staff=sam, scopes=["tasks:work"])

    viewer = ask(made.text, client=None)

    assert viewer.sees_as.person_id == sam.id
    assert viewer.sees_as.clients() == {client.id}
    assert ask(made.text, client=client) is None


def test_the_providers_key_falls_with_the_assignment(client):
    sam = cast.sam(client)
    made = make(client, staff=sam, scopes=["tasks:work"])

    actions.withdraw_from_client(sam.id, client=client, actor=cast.OLGA, at=MONDAY)

    assert ask(made.text, client=None) is None


def test_the_providers_key_falls_with_the_person(client):
    rita = cast.rita()
    made = make(client, staff=rita, scopes=["tasks:work"])
    assert ask(made.text, client=None).sees_as.clients() == {client.id}

    actions.deactivate(rita.id, actor=cast.OLGA, at=MONDAY)

    assert ask(made.text, client=None) is None


def test_events_of_the_providers_keys_are_not_for_the_clients_eyes(client):
    made = make(client, staff=cast.rita(), scopes=["tasks:work"])

    with schema.entered(client.schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT audience FROM audit_event WHERE subject = %s", [made.key.subject])
        assert cursor.fetchall() == [(0,)]


def test_the_keys_of_who_left_stay_revoked_when_the_person_comes_back(client):
    sam = cast.sam(client)
    text = make(client, staff=sam).text
    actions.deactivate(sam.id, actor=cast.OLGA, at=MONDAY)
    cast.join(actions.invite_staff(name="Sam", email=sam.email, role="agent", actor=cast.OLGA, at=MONDAY))

    assert ask(text, client=None) is None
