"""What becomes of a client's colour in light and in dark."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from tenants.palettes import Shades, palette

THEMES = {"light": gettext_lazy("Light theme"), "dark": gettext_lazy("Dark theme")}
PAPER = {"light": ("#fafbfb", "#1b2126"), "dark": ("#0f1214", "#ebeef0")}


@dataclass(frozen=True, slots=True)
class Sample:
    """What the colour looks like in one theme; `is_changed` where text takes another shade than the colour itself."""

    words: str
    paper: str
    ink: str
    shades: Shades
    is_changed: bool


def samples(accent: str) -> list[Sample]:
    """The colour in each theme."""
    made = palette(accent)
    return [
        Sample(str(words), *PAPER[theme], shades, is_changed=shades.text != accent)
        for theme, words in THEMES.items()
        for shades in [getattr(made, theme)]
    ]
