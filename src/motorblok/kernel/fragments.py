"""Small parts that a page repeats in every row: drawn once per content and language, then remembered."""

from functools import lru_cache

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motorblok.kernel import icons, instants
from motorblok.kernel.bars import Bar

REMEMBERED = 8192  # of some 500 bytes each

CLOCK = ' data-clock data-since="{}" data-share="{}" data-target="{}" data-due="{}" data-breach="{}"'
SVG = (
    '<svg class="sla-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect class="sla-track" width="100" height="6"/><rect class="sla-fill" width="{}" height="6"/></svg>'
)
TARGET_ICONS = {"first_response": "reply", "next_response": "reply-all", "resolution": "flag"}
VERDICT_ICONS = {"met": "circle-check", "missed": "circle-x", "paused": "pause"}


def person(name: str) -> SafeString:
    """Draw a person's face and name; without a name, that there is nobody yet."""
    return _drawn("kernel/_person.html", get_language() or "", name=name)


def client(name: str) -> SafeString:
    """Draw a client's face and name."""
    return _drawn("kernel/_client.html", "", name=name)


def state(name: str, words: str) -> SafeString:
    """Draw a state's sign and words."""
    return _drawn("kernel/_state.html", "", state=name, words=str(words))


def priority(name: str, words: str) -> SafeString:
    """Draw a priority's sign and words."""
    return _drawn("kernel/_priority.html", "", priority=name, words=str(words))


def target_icon(kind: str) -> SafeString:
    """Return the icon of a target kind (first_response, resolution)."""
    return icons.icon(TARGET_ICONS.get(kind, "timer"), size=14)


def sla(bar: Bar, *, target: str = "", wide: bool = False) -> SafeString:
    """Draw the bar of a promise; `target` is the target kind, `wide` the form for a task's own page."""
    clock = title = sign = SafeString()
    if bar.since_at and bar.due_at and bar.breach_at:
        instants_of = (each.isoformat() for each in (bar.due_at, bar.breach_at))
        used = (round(bar.share_then, 2), bar.target_seconds or "")
        clock = format_html(CLOCK, bar.since_at.isoformat(), *used, *instants_of)
    if bar.due_at:
        title = format_html(' title="{}"', _("Due %(due)s") % {"due": instants.exact(bar.due_at)})
    if target and not wide:
        sign = format_html('<span class="sla-target">{}</span>', target_icon(target))
    size = " sla-wide" if wide else ""
    return format_html(
        '<span class="sla sla-{}{}"{}{}>{}{}<span class="sla-words">{}</span></span>',
        *(bar.band, size, clock, title, sign, _gauge(bar, wide=wide), bar.words),
    )


def _gauge(bar: Bar, *, wide: bool) -> SafeString:
    if bar.band == "none":
        return SafeString()
    if bar.band in VERDICT_ICONS and not wide:
        return icons.icon(VERDICT_ICONS[bar.band], size=15)
    return format_html(SVG, bar.share)


@lru_cache(maxsize=REMEMBERED)
def _drawn(template: str, _language: str, **words: str) -> SafeString:
    return mark_safe(get_template(template).render(words))  # noqa: S308  the template has escaped the words
