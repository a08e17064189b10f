"""Who may come through a view: the rule that stands above every view of console, portal and sign-in."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from motorblok.accounts import enrolling, viewers
from motorblok.accounts.viewers import ContactViewer, StaffViewer

P = ParamSpec("P")
STAFF = "staff"
View = Callable[..., HttpResponse]
V = TypeVar("V", bound=View)


class StaffRequest(HttpRequest):
    """A request that came through `staff_only`."""

    viewer: StaffViewer


class ContactRequest(HttpRequest):
    """A request that came through `contact_only`."""

    viewer: ContactViewer


def staff_only(*roles: str) -> Callable[[Callable[Concatenate[Any, P], HttpResponse]], View]:
    """Let in staff, of these roles if any are named; 404 for others, the sign-in page for nobody in particular."""
    return _rule(STAFF, StaffViewer, roles)


def contact_only(*roles: str) -> Callable[[Callable[Concatenate[Any, P], HttpResponse]], View]:
    """Let in contacts, of these roles if any are named; 404 for others, the sign-in page for nobody in particular."""
    return _rule("contact", ContactViewer, roles)


def signed_in(view: Callable[Concatenate[Any, P], HttpResponse]) -> View:
    """Let in whoever is signed in at this host."""
    return _rule("signed in", (StaffViewer, ContactViewer), ())(view)


def anyone(view: V) -> V:
    """Say that a view is meant for everybody, signed in or not."""
    view.door = "anyone"  # type: ignore[attr-defined]
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and, after it, back to where the browser was."""
    htmx = getattr(request, "htmx", None)
    asked = htmx.current_url_abs_path if htmx else request.get_full_path()
    way_back = asked if htmx or request.method in {"GET", "HEAD"} else "/"
    url = f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: way_back or '/'})}"
    return HttpResponseClientRedirect(url) if htmx else HttpResponseRedirect(url)


def _rule(
    name: str, kinds: type | tuple[type, ...], roles: tuple[str, ...]
) -> Callable[[Callable[..., HttpResponse]], View]:
    def decorate(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer = viewers.of(request)
            if viewer is None:
                return to_sign_in(request)
            if not isinstance(viewer, kinds) or (roles and viewer.role not in roles):
                raise Http404
            if (
                isinstance(viewer, StaffViewer)
                and name == STAFF
                and enrolling.stops(request, at=datetime.now(UTC))
            ):
                return enrolling.to_enrolment(request)
            request.viewer = viewer
            return view(request, *args, **kwargs)

        guarded.door = name  # type: ignore[attr-defined]
        guarded.door_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate
