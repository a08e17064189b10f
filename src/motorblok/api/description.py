"""The OpenAPI document: made once in a process from the views themselves."""

import json
from functools import cache
from typing import Any

import yaml
from django.urls import include, path
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

HEADING = """\
# Made by `motorblok describe_api` from the views of motorblok.api: change those, then run it again.
"""


@cache
def document() -> dict[str, Any]:
    """The whole description, in English whatever language is active, the same at every host and for every key."""
    everything = [path("api/v1/", include("motorblok.api.v1.urls"))]
    with override("en"):
        generator = SchemaGenerator(patterns=everything)  # type: ignore[no-untyped-call]
        made = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        plain: dict[str, Any] = json.loads(json.dumps(made, default=str))
        return plain


@cache
def as_json() -> bytes:
    """The description as JSON."""
    return json.dumps(document(), ensure_ascii=False).encode()


def as_yaml() -> str:
    """The description as it is kept in infra/docs/openapi.yaml, for people and for comparing."""
    return HEADING + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=110)
