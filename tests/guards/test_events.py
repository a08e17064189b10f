"""Every kind of event has words in both languages, with the same placeholders, and says who may see it."""

import re

import pytest

from motorblok.audit import catalogue
from motorblok.audit.models import Audience
from motorblok.kernel.languages import in_each

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
OURS = [kind for kind in catalogue.all_kinds() if not kind.name.startswith("test.")]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_a_kind_has_words_in_both_languages(kind):
    words = in_each(lambda: str(kind.words))

    assert words["en"] != words["nl"]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_the_words_name_only_what_the_event_holds(kind):
    known = {"actor", *kind.facts, *kind.private}

    for language, words in in_each(lambda: str(kind.words)).items():
        assert set(PLACEHOLDER.findall(words)) <= known, language


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_both_languages_name_the_same_fields(kind):
    named = {frozenset(PLACEHOLDER.findall(words)) for words in in_each(lambda: str(kind.words)).values()}

    assert len(named) == 1


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_a_kind_states_its_audience(kind):
    assert kind.audience in Audience


def test_a_kind_is_named_after_its_app():
    apps = {"work", "sla", "tenants", "accounts", "board", "notify", "exchange", "audit"}

    assert {kind.name.partition(".")[0] for kind in OURS} <= apps
