"""Translations are compiled beside their source, or in the state folder of a checkout that cannot be written."""

import gettext
import os
from pathlib import Path

import pytest

from motorblok.config.launch import messages
from motorblok.config.launch.state import State

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "client"\nmsgstr "klant"\n'


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "work" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO)
    monkeypatch.setattr(messages, "files", lambda _: [path])
    return path


def translated(compiled: Path, word: str) -> str:
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file).gettext(word)


def test_a_catalogue_is_compiled_beside_its_source(source: Path, tmp_path: Path) -> None:
    state = State(tmp_path / "home")
    assert not messages.are_compiled(state)

    assert messages.compile_messages(state) == [source.with_suffix(".mo")]
    assert translated(source.with_suffix(".mo"), "client") == "klant"
    assert messages.are_compiled(state)


def test_a_checkout_that_cannot_be_written_keeps_them_in_the_state_folder(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    home = tmp_path / "home"

    assert messages.compile_messages(State(home)) == [
        home / "locale" / "work" / "nl" / "LC_MESSAGES" / "django.mo"
    ]
    assert not source.with_suffix(".mo").exists()
