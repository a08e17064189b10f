"""What the first requests of a process would wait for, done before anybody is let in."""

from django.conf import settings
from django.urls import get_resolver


def warm_up() -> None:
    """Import every view of both hosts: a second and more, which the first visitor after each deploy had to wait."""
    for urls in (settings.PUBLIC_SCHEMA_URLCONF, settings.ROOT_URLCONF):
        _ = get_resolver(urls).reverse_dict
