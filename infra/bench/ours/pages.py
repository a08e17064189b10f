"""Counts the statements of a page: every one that a cursor sends, those that choose the schema too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.test import Client as Browser

from infra.bench.figures import Figure, dumped
from infra.bench.loads import Call
from infra.bench.ours.calls import browser, clients, receive, task, urgent
from motorblok.kernel import schema

WARM = 3
NOTE = "All statements of the request, those for the session and the schema too, without BEGIN and COMMIT."
MOST = {"Workboard": 12.0}

inside = Browser()


def figures() -> list[Figure]:
    """The workboard, a task's page, and a task received by API."""
    with schema.entered(schema.PUBLIC):
        signed_in, everyone = browser(), clients()
        calls = {
            "Workboard": urgent(signed_in)[0][0],
            "Task page": task(signed_in, everyone)[0][0],
            "Receive by API": receive(everyone)[0][0],
        }
    return [_figure(name, _counted(call)) for name, call in calls.items()]


def _figure(name: str, statements: list[str]) -> Figure:
    return Figure(
        name=f"{name}, statements",
        ours=str(len(statements)),
        value=len(statements),
        unit="statements",
        ceiling=MOST.get(name),
        note=NOTE,
    )


def _counted(call: Call) -> list[str]:
    for _ in range(WARM):
        send(call)
    with counting() as sent:
        send(call)
    return sent


def send(call: Call) -> None:
    """Ask for it inside this process, as the server would. Raises RuntimeError for another answer than expected."""
    headers = {name: value for name, value in call.headers.items() if name != "Content-Type"}
    body = {"data": call.body, "content_type": "application/json"} if call.body else {}
    inside.cookies.clear()
    answer = inside.generic(call.method, call.path, headers={"host": call.host, **headers}, **body)
    if answer.status_code != call.status:
        raise RuntimeError(f"{call.path}: {answer.status_code} {answer.content[:500]!r}")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that any cursor sends inside the block."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: psycopg.Cursor[Any], query: Any, *args: Any, **how: Any) -> Any:
        sent.append(str(query))
        return execute(self, query, *args, **how)

    psycopg.Cursor.execute = noted  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


if __name__ == "__main__":
    print(dumped(figures()))
