"""Whatever colour a client has, what stands in it can be read (WCAG 2.2) in both themes."""

import random
import re

import pytest

from tenants.colours import Colour, contrast
from tenants.palettes import DARK, LIGHT, READABLE, VISIBLE, palette

ACCENTS = ["#000000", "#ffffff", "#ffcc00", "#e2001a", "#0057b8", "#777777", "#00ff00", "#0000ff", "#ff00ff"]
ANY = [f"#{random.Random(seed).randrange(1 << 24):06x}" for seed in range(60)]


def test_a_colour_survives_the_way_there_and_back():
    assert [Colour.of(text).hex for text in ANY] == ANY


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(Colour.of(one), Colour.of(other)) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("accent", ACCENTS + ANY)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_accent_can_be_read(accent, theme):
    shades = getattr(palette(accent), theme.name)
    text, fill, hover, on_fill, wash = (
        Colour.of(getattr(shades, part)) for part in ("text", "fill", "fill_hover", "on_fill", "wash")
    )

    assert contrast(text, wash) >= READABLE
    assert contrast(text, theme.canvas) >= READABLE
    assert contrast(fill, theme.canvas) >= VISIBLE
    assert min(contrast(on_fill, fill), contrast(on_fill, hover)) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is():
    made = palette("#0b5d78")

    assert (made.light.text, made.light.fill) == ("#0b5d78", "#0b5d78")
    assert [theme for theme, _shade in made.changed] == ["dark"]


def test_the_stylesheet_holds_colours_and_nothing_else():
    css = palette("#ffcc00").css

    assert re.fullmatch(
        r'@layer tokens\{\[data-accent="own"\]\{(--[a-z-]+:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\);?){6}\}\}\n',
        css,
    )
    assert palette("#ffcc01").digest != palette("#ffcc00").digest
