"""Imports for the tests: small tasks of a log, and two clients that the log calls C1 and C2."""

import io

from motorblok.exchange.logs.importing import Import
from motorblok.exchange.logs.report import Report
from motorblok.exchange.logs.runs import Run
from motorblok.exchange.models import Imported
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.sla.models import Clock
from motorblok.work.models import Task
from tenants.models import Client
from tests.exchange.logs import NOW, example, line

IMPORTER = Actor("system", "import", "Import of helpdesk")
TAKE, RESOLVE, CLOSED = "Take in charge ticket", "Resolve ticket", "Closed"


class Silent:
    """A progress bar that shows nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def update(self, _steps):
        pass


def bring_in(path, *, plan=None, at=NOW):
    """Import a log; its report."""
    plan = plan or example()
    report = Report(plan.log, io.StringIO())
    run = Run(plan=plan, actor=IMPORTER, at=at)
    Import(run=run, report=report, bars=lambda _name, _steps: Silent()).bring_in(path)
    return report


def whole(case="1", **others):
    """A task of the log from the first line to the last: a Tuesday in Rome."""
    return [
        line(case, "Assign seriousness", "2012-10-09 10:00:00", **others),
        line(case, TAKE, "2012-10-09 11:00:00", **{**others, "resource": "R2"}),
        line(case, "Wait", "2012-10-09 12:00:00", **others),
        line(case, RESOLVE, "2012-10-09 16:00:00", **others),
    ]


def in_public(ask):
    """What a question gives in the public schema."""
    with schema.entered(schema.PUBLIC):
        return ask()


def client_of(key):
    """The client that a key of the log became."""
    made = in_public(lambda: Imported.objects.get(what="client", key=key).made_id)
    return in_public(lambda: Client.objects.get(pk=made))


def inside(key, ask):
    """What a question gives inside the schema of a client of the log."""
    with schema.entered(client_of(key).schema_name):
        return ask()


def tasks_of(key):
    """The tasks of a client of the log, by when they were received."""
    return inside(key, lambda: list(Task.objects.order_by("received_at", "number")))


def clocks_of(key):
    """The clocks of a client of the log, by kind of target."""
    return inside(key, lambda: {each.kind: each for each in Clock.objects.all()})
