"""Small charts as inline SVG, drawn by attributes alone so that they need neither script nor style."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT = 100
GAP = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart and the words that stand for it; `is_marked` draws it apart from the others."""

    value: int
    words: str
    is_marked: bool = False


def columns(points: Sequence[Point], *, label: str, name: str = "") -> SafeString:
    """Draw one column a point, all on one scale; `name` is a class for its colour, `label` says what the chart shows."""
    most = max((point.value for point in points), default=0) or 1
    wide = 10
    drawn = format_html_join(
        "",
        '<g><title>{}</title><rect class="chart-hit" x="{}" y="0" width="{}" height="{}"/>'
        '<rect class="chart-bar{}" x="{}" y="{}" width="{}" height="{}" rx="1"/></g>',
        (_column(point, n * wide, most=most, wide=wide) for n, point in enumerate(points)),
    )
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        *(name, len(points) * wide or wide, HEIGHT, label, drawn),
    )


def spark(values: Sequence[int], *, label: str) -> SafeString:
    """Draw a line over some values, from the first to the last; flat in the middle where they are all the same."""
    low, high = min(values, default=0), max(values, default=0)
    span, step = (high - low) or 1, 100 / max(1, len(values) - 1)
    heights = [28 - 24 * (value - low) / span if high > low else 16 for value in values]
    places = " ".join(f"{n * step:.1f},{height:.1f}" for n, height in enumerate(heights))
    return format_html(
        '<svg class="spark" viewBox="0 0 100 32" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>',
        *(label, places),
    )


def meter(value: int, whole: int, *, name: str = "") -> SafeString:
    """Draw how much of a whole a value is, as a bar that its own number stands beside."""
    share = 0 if whole <= 0 else min(100, round(100 * value / whole))
    return format_html(
        '<svg class="meter {}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="meter-track" width="100" height="6"/><rect class="meter-fill" width="{}" height="6"/></svg>',
        *(name, share),
    )


def _column(point: Point, left: int, *, most: int, wide: int) -> tuple[object, ...]:
    # A day with a little of something must not look like a day with nothing.
    height = max(3, round(HEIGHT * point.value / most)) if point.value else 0
    mark = " chart-marked" if point.is_marked else ""
    return (
        *(point.words, left, wide, HEIGHT, mark),
        *(left + GAP / 2, HEIGHT - height, wide - GAP, height),
    )
