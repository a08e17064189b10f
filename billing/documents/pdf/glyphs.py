"""Which signs the font of our papers can draw; PDF/A forbids a sign that is not there, so another takes its place."""

import re
import struct
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import fontpkg_fira_sans

FONT = Path(fontpkg_fira_sans.__file__).parent / "files" / "FiraSans-Regular.ttf"
INSTEAD = "\N{WHITE SQUARE}"
SPACES = re.compile("[\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}]")
"""Spaces of other widths become the one that the font has."""


def drawable(told: Any) -> Any:
    """What the layout is given, with a square for each sign that cannot be drawn; Latin, Greek and Cyrillic can.

    The XML keeps the text as it was written. Signs that control a terminal are left out.
    """
    if isinstance(told, str):
        return _text(told)
    if isinstance(told, dict):
        return {key: drawable(value) for key, value in told.items()}
    if isinstance(told, list) and told and not isinstance(told[0], int):
        return [drawable(value) for value in told]
    return told


def _text(text: str) -> str:
    composed = SPACES.sub("\N{NO-BREAK SPACE}", normalize("NFC", text))
    visible = (sign for sign in composed if category(sign) != "Cc" or sign in "\n\t")
    return "".join(sign if ord(sign) in _glyphs() or sign in "\n\t" else INSTEAD for sign in visible)


@cache
def _glyphs() -> frozenset[int]:
    font = FONT.read_bytes()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * n)
        if struct.unpack_from(">H", font, start + offset) == (4,):
            return frozenset(_segments(font, start + offset))
    raise ValueError(f"{FONT.name} has no map of its signs")


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(count))
    return next(int(offset) for tag, offset in records if tag == name)


def _segments(font: bytes, at: int) -> list[int]:
    # Format 4 of OpenType's cmap: parallel lists of ends, starts, deltas and offsets; a glyph 0 is no glyph.
    (double,) = struct.unpack_from(">H", font, at + 6)
    lists = [at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double]
    found = []
    for n in range(0, double, 2):
        end, start, delta, offset = (struct.unpack_from(">H", font, each + n)[0] for each in lists)
        for code in range(start, min(end, 0xFFFE) + 1):
            if offset:
                (glyph,) = struct.unpack_from(">H", font, lists[3] + n + offset + 2 * (code - start))
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                found.append(code)
    return found
