"""The template tag of the notice above every page, asked for only by whole pages."""

from django import template
from django.http import HttpRequest
from django.template.context import Context

from motorblok.accounts import viewers
from motorblok.accounts.hosts import client_of
from motorblok.accounts.viewers import ContactViewer
from motorblok.portal import banners
from motorblok.portal.banner_words import Banner
from motorblok.portal.door import now

register = template.Library()


@register.simple_tag(takes_context=True)
def company_banner(context: Context) -> Banner | None:
    """How the company of the page's viewer stands, where there is something to tell; not asked again where the page knows."""
    if "banner" in context:
        known: Banner | None = context["banner"]
        return known
    request: HttpRequest = context["request"]
    viewer, client = viewers.of(request), client_of(request)
    if not isinstance(viewer, ContactViewer) or client is None:
        return None
    return banners.banner(viewer, client, at=now())
