"""The colours of a client's portal, made from its one accent so that everything can be read in light and dark."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from tenants.colours import STEP, Colour, contrast

READABLE = 4.5  # text on its ground, WCAG 2.2, 1.4.3
VISIBLE = 3.0  # a button on the page, WCAG 2.2, 1.4.11
WHITE, BLACK = Colour.of("#ffffff"), Colour.of("#000000")
HOVER = 0.05


@dataclass(frozen=True, slots=True)
class Theme:
    """The grounds that an accent stands on: the page, and the wash behind what is chosen; `step` leads away from them."""

    name: str
    canvas: Colour
    wash_lightness: float
    wash_chroma: float
    line_lightness: float
    step: float


# The page's own colours as kernel/css/tokens.css has them.
LIGHT = Theme("light", Colour(0.984, 0.002, 240), 0.95, 0.022, 0.86, -STEP)
DARK = Theme("dark", Colour(0.178, 0.009, 240), 0.29, 0.04, 0.42, STEP)


@dataclass(frozen=True, slots=True)
class Shades:
    """An accent in one theme, each as "#rrggbb": of text, of a button and its words, and of what lies behind."""

    text: str
    fill: str
    fill_hover: str
    on_fill: str
    wash: str
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """An accent in both themes, and the stylesheet that says so; `digest` names its content."""

    accent: str
    light: Shades
    dark: Shades

    @property
    def css(self) -> str:
        """The stylesheet; colours are all that is in it."""
        names = {
            "accent": "text",
            "fill": "fill",
            "fill-hover": "fill_hover",
            "on-fill": "on_fill",
            "accent-wash": "wash",
            "accent-line": "line",
        }
        rules = (
            f"--{name}:light-dark({getattr(self.light, part)},{getattr(self.dark, part)})"
            for name, part in names.items()
        )
        return f'@layer tokens{{[data-accent="own"]{{{";".join(rules)}}}}}\n'

    @property
    def digest(self) -> str:
        """Another content, another address: so the stylesheet can be kept for good."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:16]

    @property
    def changed(self) -> tuple[tuple[str, str], ...]:
        """The themes in which the accent itself could not be read as text, each with the shade that is used there."""
        themes = (("light", self.light), ("dark", self.dark))
        return tuple((name, shades.text) for name, shades in themes if shades.text != self.accent)


@lru_cache(maxsize=512)
def palette(accent: str) -> Palette:
    """The palette of an accent "#rrggbb". Raises ValueError."""
    colour = Colour.of(accent)
    return Palette(accent, _shades(colour, LIGHT), _shades(colour, DARK))


def _shades(accent: Colour, theme: Theme) -> Shades:
    wash = Colour(theme.wash_lightness, min(accent.chroma, theme.wash_chroma), accent.hue)
    line = Colour(theme.line_lightness, min(accent.chroma, 0.05), accent.hue)
    text = accent.towards(theme.step, lambda shade: contrast(shade, wash) >= READABLE)
    fill = accent.towards(theme.step, lambda shade: contrast(shade, theme.canvas) >= VISIBLE)
    on_fill = WHITE if contrast(fill, WHITE) >= READABLE else BLACK
    away = -HOVER if on_fill is WHITE else HOVER
    hover = fill.at_lightness(fill.lightness + away)
    return Shades(text.hex, fill.hex, hover.hex, on_fill.hex, wash.hex, line.hex)
