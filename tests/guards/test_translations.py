"""Every word on screen exists in Dutch: in templates and in code, app by app."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
APPS = sorted({path.parents[3] for path in ROOT.glob("src/motorblok/*/locale/nl/LC_MESSAGES/django.po")})
IN_TEMPLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
IN_CODE = re.compile(r"""(?:\b_|\bgettext|\bgettext_lazy)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)""")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def words_of(app):
    for path in app.rglob("*.html"):
        yield from (double or single for double, single in IN_TEMPLATE.findall(path.read_text()))
    for path in app.rglob("*.py"):
        for literals in IN_CODE.findall(path.read_text()):
            yield "".join(LITERAL.findall(literals)).replace('\\"', '"')


def forms_of(text):
    """Singular and plural, or the one form there is."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text):
    """The names to be filled in; a word kept in each language has the language at its end."""
    names = re.findall(r"(?<=%\()\w+(?=\)s)|(?<={)\w+(?=})", text)
    return {name.removesuffix("_en").removesuffix("_nl") for name in names}


def catalogue(app):
    with (app / "locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_word_has_its_dutch(app):
    messages = [message for message in catalogue(app) if message.id]
    known = {each for message in messages for each in forms_of(message.id)}

    missing = {words for words in words_of(app) if "\\N" not in words} - known
    empty = [message.id for message in messages if "" in forms_of(message.string)]

    assert (sorted(missing), empty) == ([], [])


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_a_translation_has_the_same_placeholders(app):
    differing = [
        message.id
        for message in catalogue(app)
        for asked, said in zip(forms_of(message.id), forms_of(message.string), strict=True)
        if placeholders(asked) != placeholders(said)
    ]

    assert differing == []
