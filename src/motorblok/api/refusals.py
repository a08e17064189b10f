"""What the API itself refuses, before any rule of the work is asked."""

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError, NotAllowed, NotFound


class KeyRefused(DomainError):
    """There is no key, or not one that works at this host. Which of the two is never told."""

    code = "key-refused"
    status = 401
    words = _("Send a working key in the Authorization header, as in: Bearer mb_…")


class ForTheProvider(NotAllowed):
    """A client's key asks for a step that only the provider's people and machines take."""

    code = "for-the-provider"
    words = _("Only a key of the provider can do this.")


class ClientIsGone(DomainError):
    """The client is closed, or not built yet: there is nothing to read."""

    code = "client-is-not-open"
    status = 403
    words = _("This client is not open.")


class BodyTooLarge(DomainError):
    """The request's body is larger than any request needs to be."""

    code = "body-too-large"
    status = 413
    words = _("The body of a request may be one megabyte at most.")


class RouteUnknown(NotFound):
    """There is nothing at this address."""

    code = "route-unknown"
    words = _(
        "There is nothing at this address. Every address of the API ends in a slash; /api/v1/ lists them."
    )


class CursorUnreadable(DomainError):
    """The cursor was not made by this API."""

    code = "invalid"
    status = 422
    words = _("Use the cursor that came with a page, unchanged.")


class ServerFailed(DomainError):
    """Something broke on our side."""

    code = "server-failed"
    status = 500
    words = _("Something went wrong on our side. It has been noted; nothing was changed.")


class Unavailable(DomainError):
    """The database cannot be reached now."""

    code = "unavailable"
    status = 503
    words = _("The service cannot be reached for a moment. Try again in a few seconds.")
