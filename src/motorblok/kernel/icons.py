"""Inline SVG: icons of the Lucide set and the Motorblok mark, each rendered once."""

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

# How lines are drawn is said once, in the style sheet: a page of rows holds two hundred of these.
INNER = re.compile(r"\A<svg[^>]*>\s*(.*?)\s*</svg>\s*\Z", re.DOTALL)
BETWEEN = re.compile(r">\s+<")
BORES = (4.4, 8.6, 12.8, 17.0)
PISTONS = ((4.4, 5.5), (8.6, 12.5), (12.8, 12.5), (17.0, 5.5))


@cache
def icon(name: str, *, size: int = 16) -> SafeString:
    """Return a decorative icon; the words beside it, never the icon, carry the meaning.

    Raises lucide.IconDoesNotExist for a name outside the set.
    """
    drawing = BETWEEN.sub("><", INNER.sub(r"\1", lucide(name, size=24)))
    head = f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true">'
    return mark_safe(f"{head}{drawing}</svg>")  # noqa: S308  a file of the package


@cache
def mark(*, size: int = 22) -> SafeString:
    """Draw the mark: an in-line four from the side, outer pistons up and inner pistons down."""
    bores = "".join(_cylinder(x=x, y=5.5, height=13, opacity=0.32) for x in BORES)
    pistons = "".join(_cylinder(x=x, y=y, height=6, opacity=1) for x, y in PISTONS)
    return format_html(
        '<svg class="mark" width="{0}" height="{0}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<rect class="mark-block" width="24" height="24" rx="6"/><g class="mark-bores">{1}</g></svg>',
        size,
        mark_safe(bores + pistons),  # noqa: S308  drawn from the constants above
    )


def _cylinder(*, x: float, y: float, height: float, opacity: float) -> str:
    return f'<rect x="{x}" y="{y}" width="2.6" height="{height}" rx="1.3" opacity="{opacity}"/>'
