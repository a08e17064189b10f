"""Template tags that every page of Motorblok may use: icons, faces, instants, promises, links."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motorblok.kernel import charts, faces, fragments, icons, instants, toasts

register = template.Library()

STATE_ICONS = {
    "received": "circle",
    "assigned": "circle",
    "taken": "circle-dot",
    "waiting": "circle-pause",
    "resolved": "circle-check",
    "cancelled": "circle-slash",
    "opening": "loader-circle",
    "open": "circle-check",
    "suspended": "circle-pause",
    "closed": "circle-x",
    "active": "circle-check",
    "invited": "mail",
    "inactive": "circle-off",
}

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.mark, name="mark")
register.simple_tag(fragments.person, name="person")
register.simple_tag(fragments.client, name="client_face")
register.simple_tag(fragments.state, name="state")
register.simple_tag(fragments.priority, name="priority")
register.simple_tag(fragments.sla, name="sla")
register.simple_tag(charts.columns, name="chart")
register.simple_tag(charts.spark, name="spark")
register.simple_tag(charts.meter, name="meter")
register.filter("target_icon", fragments.target_icon)
register.filter("initials", faces.initials)
register.filter("hue", faces.hue)
register.filter("accent", faces.accent)
register.filter("duration", instants.duration)
register.filter("worktime", instants.worktime)


@register.filter
def state_icon(state: str) -> SafeString:
    """Return the icon of a life-cycle state; shape tells it, colour only helps."""
    return icons.icon(STATE_ICONS.get(state, "circle"), size=15)


@register.filter
def page_lang(language: str) -> str:
    """Return the primary subtag for <html lang>."""
    return language.partition("-")[0]


@register.simple_tag(takes_context=True)
def when(context: Context, instant: datetime | None) -> SafeString:
    """Render an instant in the viewer's zone as <time>, short on screen and exact in its tooltip."""
    if instant is None:
        return format_html("{}", "\N{EN DASH}")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        instants.exact(instant),
        instants.moment(instant, now=context["now"]),
    )


@register.simple_tag
def instant(value: datetime) -> SafeString:
    """Render the whole instant as <time>."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), instants.exact(value))


@register.simple_tag
def clock_time(value: datetime) -> SafeString:
    """Render day, month and time without a year, for tables of instants."""
    words = date_format(timezone.localtime(value), "D j M H:i")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def unit_words() -> Mapping[str, str]:
    """Return the words that the ticking bars in the browser need, in the page's language."""
    return {
        "day": pgettext("days", "d"),
        "hour": pgettext("hours", "h"),
        "minute": pgettext("minutes", "min"),
        "second": pgettext("seconds", "s"),
        "moment": _("under a minute"),
        "late": _("%(duration)s late") % {"duration": "{}"},
        "now": _("due now"),
        "failed": _("That did not come through. Check the connection and try again."),
    }


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return the page's query string with some keys replaced; an empty value drops its key."""
    kept = context["request"].GET.copy()
    for key, value in changes.items():
        kept.pop(key, None)
        if value not in (None, ""):
            kept[key] = value
    return f"?{kept.urlencode()}" if kept else "?"


@register.filter
def undo(tags: str) -> toasts.Undo | None:
    """Return the way back that a message carries, if it has one."""
    return toasts.undo_of(tags)
