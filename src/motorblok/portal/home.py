"""The portal's first page: what is being done for us, and whether the promises are kept."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.portal.door import draw, now
from motorblok.portal.words import shown
from motorblok.visibility.queries import Filters, count, tasks
from motorblok.visibility.seen import Standing, TaskSeen
from motorblok.visibility.urgency import count_late, most_urgent

LATELY = 50
LISTED, DONE_LISTED = 8, 4
URGENCY = {Standing.LATE: 0, Standing.AT_RISK: 1, Standing.MISSED: 2}


@contact_only()
@require_safe
def home(request: ContactRequest) -> HttpResponse:
    """The most urgent of what runs, and the newest of what is done."""
    at = now()
    running = sorted(most_urgent(request.viewer, at=at, size=LATELY), key=_urgency)
    done = tasks(request.viewer, Filters(state="resolved"), at=at, size=LATELY).tasks
    verdicts = [promise.standing for task in (*running, *done) for promise in task.promises]
    kept, missed = verdicts.count(Standing.MET), verdicts.count(Standing.MISSED)
    return draw(
        request,
        "portal/home.html",
        section="home",
        open=count(request.viewer, Filters(state="open")),
        late=count_late(request.viewer, at=at),
        kept=kept,
        kept_of=kept + missed,
        running=[shown(task, at=at) for task in running[:LISTED]],
        done=[shown(task, at=at) for task in done[:DONE_LISTED]],
    )


def _urgency(task: TaskSeen) -> tuple[int, float]:
    rank = URGENCY.get(task.standing, 3) if task.standing else 4
    return rank, task.due_at.timestamp() if task.due_at else float("inf")
