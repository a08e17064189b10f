"""The PDF of a paper, drawn by typst from our layout and from fonts that come with the package; equal papers, equal bytes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg_fira_sans
import typst

from billing.documents.paper import Paper
from billing.documents.pdf.contents import contents
from billing.documents.pdf.glyphs import drawable
from billing.rating.wording import Language

if TYPE_CHECKING:
    from typst import PDFStandard

LAYOUT = files("billing.documents.pdf").joinpath("invoice.typ").read_bytes()
FONTS = Path(fontpkg_fira_sans.__file__).parent / "files"
STANDARDS: list["PDFStandard"] = ["a-3b", "ua-1"]
"""To be kept for years, with the data inside (ISO 19005-3), and to be read aloud (ISO 14289-1)."""


def pdf(paper: Paper, xml: bytes, language: Language) -> bytes:
    """The paper in a language as PDF/A-3b with `xml` inside it. Raises LogoCannotBeRead."""
    drawn = typst.compile(
        LAYOUT,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs=_inputs(paper, xml, language),
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(paper.issued_on, time(), UTC),
    )
    return bytes(drawn)


def pictures(paper: Paper, xml: bytes, language: Language, *, dots: float = 110) -> list[bytes]:
    """The pages as PNG with so many dots an inch, for whoever wants to look before sending."""
    inputs = _inputs(paper, xml, language)
    drawn = typst.compile(LAYOUT, format="png", ppi=dots, font_paths=_fonts(), sys_inputs=inputs)
    return drawn if isinstance(drawn, list) else [drawn]


def _inputs(paper: Paper, xml: bytes, language: Language) -> dict[str, str]:
    told = drawable(contents(replace(paper, language=language)))
    return {"paper": json.dumps(told, ensure_ascii=False, sort_keys=True), "xml": xml.decode()}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
