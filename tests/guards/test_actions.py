"""Every verb leaves its mark in the event book: each public function of an actions module reaches audit.record."""

import ast

import pytest

from tests.guards import source
from tests.guards.verbs import SILENT


def calls(function):
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }


def all_functions():
    return {function.name: function for path in source.action_files() for function in source.functions(path)}


def reaches_record(function, known, seen=()):
    called = calls(function)
    if "record" in called:
        return True
    inner = [known[name] for name in called if name in known and name not in seen]
    return any(reaches_record(each, known, (*seen, function.name)) for each in inner)


VERBS = source.verbs()


@pytest.mark.parametrize(("path", "verb"), VERBS)
def test_a_verb_records_or_says_why_not(path, verb):
    known = all_functions()

    assert verb in SILENT or reaches_record(known[verb], known), f"{path}: {verb} records nothing"


@pytest.mark.parametrize("verb", SILENT)
def test_an_exception_is_still_needed(verb):
    known = all_functions()

    assert verb in known
    assert verb == "record" or not reaches_record(known[verb], known)


def test_there_are_verbs_to_look_at():
    assert len(VERBS) > 10


@pytest.mark.parametrize("path", sorted({path for path, _ in VERBS}))
def test_verbs_are_told_who_and_when(path):
    for function in source.functions(source.ROOT / path):
        if reaches_record(function, all_functions()) and not function.name.startswith("_"):
            keywords = {argument.arg for argument in function.args.kwonlyargs}
            assert "at" in keywords, f"{path}: {function.name} takes no at="
