"""Every verb leaves its mark in the event book: each public function of an actions module reaches audit.record."""

import ast
from functools import cache
from pathlib import Path

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
    """Each function by its name: those of actions modules, and beside them what they share in modules of their own."""
    shared = [path for path in source.files() if path.parent == source.ROOT / "billing"]
    return {
        function.name: (function, path)
        for path in [*shared, *source.action_files()]
        for function in source.functions(path)
    }


@cache
def near(path):
    """The functions that a module has itself, or imports from the module in which they stand."""
    found = {}
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.ImportFrom):
            names = {each.name for each in node.names}
            stems = [
                root / f"{node.module.replace('.', '/')}.py" for root in (source.ROOT, source.ROOT / "src")
            ]
            for stem in filter(Path.is_file, stems):
                found |= {each.name: (each, stem) for each in source.functions(stem) if each.name in names}
    return found | {each.name: (each, path) for each in source.functions(path)}


def reaches_record(found, known, seen=()):
    function, path = found
    called = calls(function)
    if "record" in called:
        return True
    own = near(path)
    names = [name for name in called if (name, path) not in seen]
    inner = [own.get(name) or known[name] for name in names if name in own or name in known]
    return any(reaches_record(each, known, (*seen, (function.name, path))) for each in inner)


VERBS = source.verbs()


@pytest.mark.parametrize(("path", "verb"), VERBS)
def test_a_verb_records_or_says_why_not(path, verb):
    known = all_functions()
    found = next(each for each in source.functions(source.ROOT / path) if each.name == verb)

    assert verb in SILENT or reaches_record((found, source.ROOT / path), known), (
        f"{path}: {verb} records nothing"
    )


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
        if reaches_record((function, source.ROOT / path), all_functions()) and not function.name.startswith(
            "_"
        ):
            keywords = {argument.arg for argument in function.args.kwonlyargs}
            assert "at" in keywords, f"{path}: {function.name} takes no at="
