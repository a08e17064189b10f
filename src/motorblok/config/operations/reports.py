"""What of an error may leave the house: its kind, the lines of our source it came through, and ids. Never its words.

An error's words often repeat what somebody typed; they are in the log, to which the id of the request leads. What is
sent is built anew from what is allowed, so that nothing a library adds one day goes along.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404

from motorblok.config.operations import situation
from motorblok.config.operations.masking import masked
from motorblok.kernel.errors import DomainError

Report = dict[str, Any]

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "type")
KEPT_OF_FRAME = (
    *("filename", "function", "module", "lineno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)
SERVER_ERROR = 500
# Somebody knocked at a wrong host or with a wrong cookie: Django calls that an error.
UNHEARD = "django.security"


def before_send(event: Any, hint: Mapping[str, Any]) -> Any:
    """What is sent of an error; None for one that was to be expected. A check-in holds no more than its name."""
    if event.get("type") == "check_in":
        return event
    errors = list(_chain(hint))
    if str(event.get("logger", "")).startswith(UNHEARD) or any(map(_is_anticipated, errors[:1])):
        return None
    where = situation.current()
    sent: Report = {key: event[key] for key in KEPT if key in event}
    sent["tags"] = {**(where.facts() if where else {}), **_codes(errors)}
    sent["transaction"] = where.view if where else ""
    sent["contexts"] = {
        key: event["contexts"][key] for key in ("runtime",) if key in event.get("contexts", {})
    }
    sent["breadcrumbs"] = event.get("breadcrumbs") or {"values": []}
    if template := _template(hint):
        sent["logentry"] = {"message": template}
    if "exception" in event:
        sent["exception"] = {"values": [_value(each, errors) for each in event["exception"]["values"]]}
    return sent


def before_send_transaction(event: Any, hint: Mapping[str, Any]) -> Any:
    """Nothing: how long requests take is in our own figures."""
    return None


def before_breadcrumb(crumb: Any, hint: Mapping[str, Any]) -> Any:
    """Of what went before, the lines of the log as they stand in the source; no statements, no addresses."""
    template = _template(hint)
    if not template or str(crumb.get("category", "")).startswith(UNHEARD):
        return None
    kept = {key: crumb[key] for key in ("timestamp", "level", "category", "type") if key in crumb}
    return {**kept, "message": template}


def _chain(hint: Mapping[str, Any]) -> Iterator[BaseException]:
    """The error and those that led to it."""
    error = (hint.get("exc_info") or (None, None, None))[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_anticipated(error: BaseException) -> bool:
    if isinstance(error, DomainError):
        return error.status < SERVER_ERROR
    return isinstance(
        error, Http404 | PermissionDenied | SuspiciousOperation | KeyboardInterrupt | SystemExit
    )


def _codes(errors: list[BaseException]) -> Report:
    """The codes by which PostgreSQL and the system tell what is wrong."""
    states = [state for error in errors if isinstance(state := getattr(error, "sqlstate", None), str)]
    numbers = [str(error.errno) for error in errors if isinstance(error, OSError) and error.errno]
    return {**({"sqlstate": states[0]} if states else {}), **({"errno": numbers[0]} if numbers else {})}


def _template(hint: Mapping[str, Any]) -> str:
    """A line of the log before anything was filled in."""
    record = hint.get("log_record")
    return masked(record.msg) if record is not None and isinstance(record.msg, str) else ""


def _value(value: Mapping[str, Any], errors: list[BaseException]) -> Report:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    kept = [{key: frame[key] for key in KEPT_OF_FRAME if key in frame} for frame in frames]
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": _literal_words(value, errors),
        "stacktrace": {"frames": kept},
    }


def _literal_words(value: Mapping[str, Any], errors: list[BaseException]) -> str:
    """The words of an error if they stand like that in the source, where nobody's data can be among them; else none."""
    for error in errors:
        if type(error).__name__ == value.get("type") and (words := str(error)) in _literals(error):
            return words
    return ""


def _literals(error: BaseException) -> set[str]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    codes = [trace.tb_frame.f_code] if trace else []
    if made_by := getattr(type(error).__init__, "__code__", None):
        codes.append(made_by)
    return {each for code in codes for each in code.co_consts if isinstance(each, str)}
