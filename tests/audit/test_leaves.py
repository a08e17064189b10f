import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rfc8785 import FloatDomainError, IntegerDomainError

from motorblok.audit import leaves
from motorblok.audit.leaves import Draft, Opening, WrongFields, instant, leaf, seal_off
from motorblok.audit.models import Audience
from motorblok.kernel.ids import new_id
from tests.audit.kinds import NOTED, RITA

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def draft(**changes):
    fields = {
        "id": new_id(),
        "kind": NOTED,
        "book": "c_acme",
        "subject": "task:1",
        "actor": RITA,
        "occurred_at": AT,
        "recorded_at": AT,
        "source": "app",
        "audience": Audience.CLIENT,
        "signals": ["started"],
        "facts": {"number": "ACME-1"},
    }
    return Draft(**{**fields, **changes})


def test_a_commitment_equals_the_published_vector():
    opening = Opening(field="", salt="A" * 22, value="Zoë")

    disclosed = leaves.rfc8785.dumps([opening.salt, "/actor/name", opening.value])
    digest = leaves.hashlib.sha256(leaves.DOMAIN + disclosed).hexdigest()

    assert digest == "a750dd5a8fe9929925e383480b1f59a04f9477941a58fa91f92a54d91e529c74"


def test_a_private_value_is_in_the_leaf_only_as_a_commitment():
    openings = seal_off({"text": "secret words"})

    content = leaf(draft(), openings)

    assert b"secret" not in content
    assert json.loads(content)["private"]["text"] == {"sd": openings[0].commitment()}


def test_the_same_value_commits_differently_each_time():
    first, second = seal_off({"text": "yes"})[0], seal_off({"text": "yes"})[0]

    assert first.commitment() != second.commitment()


def test_a_leaf_is_canonical_json():
    content = leaf(draft(facts={"number": "ACME-1"}), seal_off({"text": "x"}))

    assert content == leaves.rfc8785.dumps(json.loads(content))


def test_an_undeclared_fact_is_refused():
    with pytest.raises(WrongFields):
        leaf(draft(facts={"number": "ACME-1", "colour": "red"}), seal_off({"text": "x"}))


def test_a_missing_private_field_is_refused():
    with pytest.raises(WrongFields):
        leaf(draft(), [])


@pytest.mark.parametrize(("value", "error"), [(float("nan"), FloatDomainError), (2**53, IntegerDomainError)])
def test_a_number_that_json_readers_disagree_on_is_refused(value, error):
    with pytest.raises(error):
        leaf(draft(facts={"number": value}), seal_off({"text": "x"}))


def test_an_instant_is_written_in_utc_with_microseconds():
    at = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1)))

    assert instant(at) == "2026-11-23T08:30:00.000000Z"
