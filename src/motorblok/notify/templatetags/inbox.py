"""The template tag of the bell: how much is unread, asked for only by pages that show it."""

from django import template
from django.http import HttpRequest
from django.template.context import Context

from motorblok.accounts import viewers
from motorblok.notify.queries import count_unread

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context: Context) -> int:
    """How many notices the viewer of the page has not read, counted up to a hundred; one statement, unless the page knows."""
    if "unread" in context:
        return int(context["unread"])
    request: HttpRequest = context["request"]
    viewer = viewers.of(request)
    return count_unread(viewer) if viewer else 0
