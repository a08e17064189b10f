"""Every word on screen exists in Dutch: each app's catalogue holds what its source says, whole, and nothing else."""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.utils.translation import gettext, override

from tests.guards import source
from tests.guards.placeholders import marks

PO = Path("locale/nl/LC_MESSAGES/django.po")
# In the settings: the names of languages, which Django's own catalogue has.
SAID_BY_DJANGO = {"English", "Dutch"}


def apps() -> Iterator[Path]:
    for root in source.ROOTS:
        yield from (path for path in (root, *sorted(root.iterdir())) if (path / "apps.py").is_file())


def catalogue(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file)


def messages(po: Path) -> list[Message]:
    return [message for message in catalogue(po) if message.id]


def keys(po: Path) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """What tells messages apart: their context and their English, both forms of it where they are counted."""
    return {(each.context, each.id) for each in messages(po)} if po.is_file() else set()


APPS = [path for path in apps() if path.name != "config"]
SPEAKING = [path for path in APPS if (path / PO).is_file()]
in_each_app = pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
in_each_catalogue = pytest.mark.parametrize("app", SPEAKING, ids=lambda path: path.name)
needs_gettext = pytest.mark.skipif(
    not shutil.which("xgettext"), reason="xgettext is missing (package gettext)"
)


@pytest.fixture
def said(tmp_path, monkeypatch):
    """What xgettext finds in a folder of the source, read from a copy of it: nothing is written beside the source."""

    def find(folder: Path) -> set[tuple[str | None, str | tuple[str, ...]]]:
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("locale", "__pycache__"))
        (copy / "locale").mkdir()
        monkeypatch.chdir(copy)
        call_command("makemessages", locale=["nl"], verbosity=0)
        return keys(copy / PO)

    return find


@needs_gettext
@in_each_app
def test_a_catalogue_holds_what_the_source_says_and_nothing_else(app, said):
    found, held = said(app), keys(app / PO)

    assert (found - held, held - found) == (set(), set()), "the first is missing, the second is said no more"


@needs_gettext
def test_the_settings_say_only_what_django_translates(said):
    found = {words for _context, words in said(source.ROOT / "src" / "motorblok" / "config")}

    assert found == SAID_BY_DJANGO
    with override("nl"):
        assert {gettext(words) for words in found} == {"Engels", "Nederlands"}


@needs_gettext
@in_each_catalogue
def test_a_catalogue_says_nothing_twice(app):
    checked = subprocess.run(
        ["msgfmt", "--check-format", "-o", "/dev/null", app / PO], capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stderr) == (0, "")


@in_each_catalogue
def test_nothing_in_a_catalogue_is_empty_unsure_or_put_aside(app):
    held = catalogue(app / PO)

    assert [each.id for each in messages(app / PO) if each.fuzzy or not all(spoken(each))] == []
    assert list(held.obsolete) == []


@in_each_catalogue
def test_both_languages_hold_the_same_placeholders(app):
    wrong = [each.id for each in messages(app / PO) if not agrees(each)]

    assert wrong == []


def test_the_same_words_are_the_same_in_every_app():
    """Django reads all catalogues as one: of two translations, one would be shown nowhere."""
    spoken_as = defaultdict(set)
    for message in (each for app in SPEAKING for each in messages(app / PO)):
        spoken_as[message.context, message.id].add(spoken(message))

    assert {words: dutch for words, dutch in spoken_as.items() if len(dutch) > 1} == {}


def english(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def spoken(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string or "",)


def agrees(message: Message) -> bool:
    """Both languages have one form for one and one for many, so the forms are compared one by one."""
    pairs = zip(english(message), spoken(message), strict=True)
    return all(marks(first, "en") == marks(second, "nl") for first, second in pairs)


@pytest.mark.parametrize(
    ("words", "dutch"),
    [
        ("%(name)s is late", "%(naam)s is te laat"),
        ("%(name)s is late", "Te laat"),
        ("The %(target_en)s is late", "De %(target_en)s is te laat"),
        ("write {parts}", "schrijf {delen}"),
        (("%(count)s task", "%(count)s tasks"), ("%(count)s taak", "taken")),
    ],
)
def test_a_placeholder_that_differs_is_found(words, dutch):
    assert not agrees(Message(words, dutch))


def test_there_are_catalogues_to_look_at():
    assert len(SPEAKING) >= 10
