"""Every kind of event has words in both languages, with the same placeholders, and says who may see it."""

import re

import pytest

from motorblok.audit import catalogue
from motorblok.audit.models import Audience
from motorblok.kernel.languages import LANGUAGES, in_each
from tests.guards.placeholders import NAMED, fields

IN_A_LANGUAGE = re.compile(rf"_({'|'.join(LANGUAGES)})$")
OURS = [kind for kind in catalogue.all_kinds() if not kind.name.startswith("test.")]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_a_kind_has_words_in_both_languages(kind):
    words = in_each(lambda: str(kind.words))

    assert words["en"] != words["nl"]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_the_words_name_only_what_the_event_holds(kind):
    known = {"actor", *kind.facts, *kind.private}

    for language, words in in_each(lambda: str(kind.words)).items():
        assert set(NAMED.findall(words)) <= known, language


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_both_languages_name_the_same_fields(kind):
    words = in_each(lambda: str(kind.words))

    assert fields(words["en"], "en") == fields(words["nl"], "nl")


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_what_an_event_holds_in_a_language_it_holds_in_each(kind):
    held = {(IN_A_LANGUAGE.sub("", name), name[-2:]) for name in kind.facts if IN_A_LANGUAGE.search(name)}

    assert held == {(stem, language) for stem, _ in held for language in LANGUAGES}


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("%(target_en)s", "%(target_en)s"),
        ("%(target_nl)s", "%(target_nl)s"),
        ("%(target_nl)s", "%(target_en)s"),
        ("%(target_en)s", "%(target)s"),
        ("%(name)s", ""),
    ],
)
def test_a_sentence_that_takes_the_other_languages_word_is_found(english, dutch):
    assert fields(english, "en") != fields(dutch, "nl")


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.name)
def test_a_kind_states_its_audience(kind):
    assert kind.audience in Audience


def test_a_kind_is_named_after_its_app():
    apps = {"work", "sla", "tenants", "accounts", "board", "notify", "exchange", "audit", "billing"}

    assert {kind.name.partition(".")[0] for kind in OURS} <= apps
