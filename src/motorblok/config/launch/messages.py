"""Compiles the translations: each django.po to the django.mo beside it, without gettext's own programs."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from motorblok.config.launch.fingerprints import files
from motorblok.config.launch.state import State


def compile_messages(state: State) -> list[Path]:
    """Compile every catalogue of ours; the compiled files. In a checkout that cannot be written they go to the
    state folder, where the settings look as well."""
    return [_compile(source, _target(source, state)) for source in files("*.po") if source.suffix == ".po"]


def are_compiled(state: State) -> bool:
    """Whether every catalogue has its compiled file."""
    return all(_target(source, state).exists() for source in files("*.po") if source.suffix == ".po")


def _compile(source: Path, target: Path) -> Path:
    with source.open("rb") as file:
        catalogue = read_po(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)
    return target


def _target(source: Path, state: State) -> Path:
    beside = source.with_suffix(".mo")
    if os.access(source.parent, os.W_OK):
        return beside
    app = source.parents[3].name
    return state.home.joinpath("locale", app, *beside.parts[-3:])
