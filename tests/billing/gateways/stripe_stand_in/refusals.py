"""How the stand-in says no, in the shape in which Stripe does."""

from typing import Any


class Refusal(Exception):
    """An answer that is an error: `status` is that of HTTP, `body` what stands under "error"."""

    def __init__(
        self, status: int, message: str, *, kind: str = "invalid_request_error", **more: Any
    ) -> None:
        self.status = status
        self.body = {"type": kind, "message": message, **more}
        super().__init__(message)


class Lost(Exception):
    """The connection breaks: the caller never learns what came of its request."""


def missing(kind: str, external_id: str) -> Refusal:
    return Refusal(404, f"No such {kind}: '{external_id}'", code="resource_missing", param="id")


def invalid(message: str, *, param: str = "", code: str = "") -> Refusal:
    return Refusal(400, message, param=param, **({"code": code} if code else {}))


def declined(code: str, message: str) -> Refusal:
    return Refusal(402, message, kind="card_error", code=code, decline_code="generic_decline")
