"""Rules of the house that no linter knows."""

import ast

import pytest

from tests.guards import source

FORBIDDEN_FILES = {
    "utils.py", "helpers.py", "services.py", "managers.py", "mixins.py", "constants.py", "signals_.py", "common.py",
}  # fmt: skip
REJECTED = {"customer", "ticket", "organisation", "organization"}
# The words of other people's software that we have to say: in the API of a library, or about an imported log.
SAID_OF_OTHERS = {"src/motorblok/exchange/logs", "billing/gateways"}


@pytest.mark.parametrize("path", source.files(), ids=source.name)
def test_a_file_is_not_a_drawer(path):
    assert path.name not in FORBIDDEN_FILES


@pytest.mark.parametrize("path", source.files(), ids=source.name)
def test_a_module_says_what_belongs_there(path):
    if source.tree(path).body:
        assert ast.get_docstring(source.tree(path)), "the first line says in one sentence what belongs here"


@pytest.mark.parametrize("path", source.files(), ids=source.name)
def test_a_name_is_from_the_glossary(path):
    if any(source.name(path).startswith(place) for place in SAID_OF_OTHERS):
        return
    names = {
        node.name for node in ast.walk(source.tree(path)) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }

    assert not {name for name in names if REJECTED & set(name.lower().split("_"))}


def is_generator_for_a_caller(function):
    """A context manager yields once, to a block that ends before it goes on; any other generator may be left open."""
    return isinstance(function, ast.FunctionDef) and not {"contextmanager", "fixture"} & {
        ast.unparse(decorator).rpartition(".")[2] for decorator in function.decorator_list
    }


def yields_inside_schema(node):
    return (
        isinstance(node, ast.With)
        and any("entered" in ast.unparse(item.context_expr) for item in node.items)
        and any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node))
    )


@pytest.mark.parametrize("path", source.files(), ids=source.name)
def test_nothing_is_yielded_from_inside_a_schema(path):
    """Two interleaved generators would read each other's client."""
    found = [
        node.lineno
        for function in ast.walk(source.tree(path))
        if is_generator_for_a_caller(function)
        for node in ast.walk(function)
        if yields_inside_schema(node)
    ]

    assert not found
