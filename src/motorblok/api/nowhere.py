"""Every address under /api/ at which there is nothing."""

from typing import Any

from rest_framework.request import Request

from motorblok.api.doors import Plain
from motorblok.api.refusals import RouteUnknown


class Nowhere(Plain):
    """Answers 404 to every method, key or no key: which addresses exist is no secret."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything else is looked at. Raises RouteUnknown."""
        raise RouteUnknown
