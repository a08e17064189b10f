"""Colours and how well they can be read: sRGB and OKLCH (CSS Color 4, 9.2 and 10.3), contrast by WCAG 2.2."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

HEX = re.compile(r"#[0-9a-f]{6}\Z")
STEP = 0.005


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in OKLCH: lightness 0 to 1, chroma from 0 on, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, text: str) -> "Colour":
        """The colour of "#rrggbb". Raises ValueError."""
        if not HEX.match(text):
            raise ValueError(f"{text!r} is no colour.")
        red, green, blue = (_linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
        return cls(*_polar(*_lab(red, green, blue)))

    @property
    def hex(self) -> str:
        """As "#rrggbb"; what a screen cannot show loses chroma, and keeps lightness and hue."""
        colour = self
        while not all(-1e-4 <= part <= 1 + 1e-4 for part in colour._rgb()) and colour.chroma > 0:
            colour = replace(colour, chroma=max(0.0, colour.chroma - STEP))
        return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in colour._rgb())

    def at_lightness(self, lightness: float) -> "Colour":
        """The same hue, lighter or darker."""
        return replace(self, lightness=min(1.0, max(0.0, lightness)))

    def towards(self, step: float, is_good: Callable[["Colour"], bool]) -> "Colour":
        """The nearest shade that is good: lighter for a positive step, darker for a negative one; at worst white or black."""
        colour = self
        edge = 1.0 if step > 0 else 0.0
        while not is_good(colour) and colour.lightness != edge:
            colour = colour.at_lightness(colour.lightness + step)
        return colour

    def _rgb(self) -> tuple[float, float, float]:
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours as they are shown: 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    shown = colour.hex
    red, green, blue = (_linear(int(shown[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _polar(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
