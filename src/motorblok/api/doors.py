"""The base of every view: who asks, for which client, in which language; all of it inside that client's schema."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from motorblok.accounts import keys, viewers
from motorblok.accounts.viewers import KeyViewer, StaffViewer, Viewer
from motorblok.api import problems
from motorblok.api.bodies import Json, must_be_small
from motorblok.api.refusals import ForTheProvider, KeyRefused
from motorblok.api.rooms import host_client, inside


class Plain(APIView):
    """A view that anybody may read: nothing in it depends on who asks."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    parser_classes = (Json,)
    metadata_class = None
    http_method_names = ("get", "head", "post", "delete")
    format_kwarg = None

    door: ClassVar[str] = "anyone"
    at: datetime

    @classmethod
    def as_view(cls, **initial: Any) -> Any:
        """The view, saying as the views of the other doors do who may come through."""
        view = super().as_view(**initial)
        view.door = cls.door  # type: ignore[attr-defined]  # a function, to which we add
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language that is asked for, and never let an answer be kept on the way."""
        self.at = timezone.now()
        language = get_language_from_request(request)
        with override(language):
            response = super().dispatch(request, *args, **kwargs)
            rendered = response.render() if isinstance(response, Response) else response
        rendered.headers["Content-Language"] = language
        rendered.headers["Cache-Control"] = "no-store"
        patch_vary_headers(rendered, ("Accept-Language", "Authorization"))
        return rendered

    def get_exception_handler(self) -> Callable[..., HttpResponseBase]:
        """Every refusal is a problem document."""
        return problems.answer


class Door(Plain):
    """A view behind a key. `scopes` names the permission that each method needs.

    The client's schema is open around the method and its rendering; what comes out is bytes.
    """

    door = "key"
    scopes: ClassVar[Mapping[str, str]]
    is_for_provider: ClassVar[bool] = False

    key: KeyViewer
    viewer: Viewer
    _inside: ExitStack

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the client's schema again, whatever happened."""
        with ExitStack() as self._inside:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Know the key, count the request, open the client's schema, and check the permission."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        self.key = self._let_in(request)
        request._request.__dict__[viewers.KNOWN_KEY] = self.key  # for whoever writes the log
        self.viewer = self.key.sees_as
        must_be_small(request)
        self._inside.enter_context(inside(request, self.key, at=self.at))
        if self.is_for_provider and not isinstance(self.viewer, StaffViewer):
            raise ForTheProvider
        if scope := self.scope_for(str(request.method)):
            keys.must_have(self.key, scope, at=self.at)

    def scope_for(self, method: str) -> str | None:
        """The permission that this key needs for a method; None where every key may."""
        return self.scopes.get(method)

    def _let_in(self, request: Request) -> KeyViewer:
        header = request.headers.get("Authorization", "")
        key = keys.authenticate(header, client=host_client(request), at=self.at)
        if key is None:
            raise KeyRefused
        keys.spend(key, at=self.at)
        return key
