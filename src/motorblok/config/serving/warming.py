"""What the first requests of a process would wait for, done before anybody is let in."""

from contextlib import suppress

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

OTHERS = "site-packages"


def warm_up() -> None:
    """Import every view of both hosts and read every template of ours: each first visitor waited a second for them."""
    for urls in (settings.PUBLIC_SCHEMA_URLCONF, settings.ROOT_URLCONF):
        _ = get_resolver(urls).reverse_dict
    for folder in get_app_template_dirs("templates"):
        if OTHERS not in folder.parts:
            for path in folder.rglob("*.html"):
                # What is wrong with a page is told by that page, not by all of them.
                with suppress(TemplateSyntaxError):
                    get_template(path.relative_to(folder).as_posix())
