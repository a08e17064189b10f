"""The requests of the peer that are measured, signed in through its own sessions; printed as JSON."""

import json
import re
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from helpdesk.models import Queue, Ticket

from infra.bench import words
from infra.bench.loads import Call, Page, dumped

HOST = "127.0.0.1"
SOME = 200
DATATABLE = {"draw": 1, "start": 0, "length": 50, "order[0][column]": 6, "order[0][dir]": "asc"}
"""What its list page asks for fifty rows sorted by due date."""


def cookies(username: str) -> dict[str, str]:
    """The headers of a signed-in browser."""
    client, request = Client(), RequestFactory().get("/")
    client.force_login(get_user_model().objects.get(username=username))
    secret = get_token(request)
    session = client.cookies["sessionid"].value
    return {"Cookie": f"sessionid={session}; csrftoken={secret}", "X-CSRFToken": secret}


def receive(signed_in: dict[str, str]) -> list[Page]:
    """A ticket made through its REST API, with the due date given."""
    queues = list(Queue.objects.values_list("pk", flat=True))
    headers = {**signed_in, "Content-Type": "application/json"}
    return [
        (Call("/helpdesk/api/tickets/", HOST, "POST", headers, json.dumps(_draft(number, queues)), 201),)
        for number in range(SOME)
    ]


def _draft(number: int, queues: list[int]) -> dict[str, object]:
    return {
        "queue": queues[number % len(queues)],
        "title": words.title(number),
        "description": words.text(number),
        "submitter_email": f"contact{number % 60}@client.example",
        "priority": number % 4 + 1,
        "due_date": "2027-01-15",
    }


def urgent(signed_in: dict[str, str]) -> list[Page]:
    """Its list page, and the table that the page then fetches."""
    return _list("/helpdesk/tickets/", signed_in)


def search(signed_in: dict[str, str]) -> list[Page]:
    """The same for what has a word in it, as its search field asks."""
    return _list(f"/helpdesk/tickets/?search_type=header&q={words.SEARCHED}", signed_in)


def _list(path: str, signed_in: dict[str, str]) -> list[Page]:
    shell = Client(headers={"cookie": signed_in["Cookie"]}).get(path, headers={"host": HOST})
    table = re.search(r"/helpdesk/datatables_ticket_list/[A-Za-z0-9+/=]+", shell.content.decode())
    if not table:
        raise RuntimeError("The list page names no table.")
    rows = f"{table[0]}?{urlencode(DATATABLE)}"
    return [(Call(path, HOST, headers=signed_in), Call(rows, HOST, headers=signed_in))]


def task(signed_in: dict[str, str]) -> list[Page]:
    """The page of one ticket."""
    numbers = Ticket.objects.order_by("pk").values_list("pk", flat=True)[:SOME]
    return [(Call(f"/helpdesk/tickets/{number}/", HOST, headers=signed_in),) for number in numbers]


if __name__ == "__main__":
    browser = cookies("olga")
    found = {
        "receive": receive(browser),
        "urgent": urgent(browser),
        "search": search(browser),
        "task": task(browser),
    }
    print(dumped(found))
