"""The portal's first page: what is being done for us, what waits for us, and whether the promises are kept."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.hosts import client_of
from motorblok.portal.attainment import months
from motorblok.portal.door import draw, now, zone_of
from motorblok.portal.forms import AnswerForm
from motorblok.portal.words import TaskShown, shown
from motorblok.visibility.kept import kept
from motorblok.visibility.queries import Filters, tallies
from motorblok.visibility.questions import Asked, answers, questions
from motorblok.visibility.seen import Standing, TaskSeen
from motorblok.visibility.urgency import count_late, most_urgent

LISTED, ASKED, ANSWERED = 8, 5, 4
URGENCY = {Standing.LATE: 0, Standing.AT_RISK: 1, Standing.MISSED: 2}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for an answer, and the form for it."""

    shown: TaskShown
    question: str
    since_at: datetime | None
    form: AnswerForm


@dataclass(frozen=True, slots=True)
class Answer:
    """A task that was resolved, and what was done."""

    shown: TaskShown
    answer: str


@contact_only()
@require_safe
def home(request: ContactRequest) -> HttpResponse:
    """All that is counted is counted over everything the viewer may see; what is listed are the first of it."""
    viewer, at, client = request.viewer, now(), client_of(request)
    counts = tallies(viewer, Filters())
    running = sorted(most_urgent(viewer, at=at, size=LISTED), key=_urgency)
    return draw(
        request,
        "portal/home.html",
        section="home",
        open=counts["open"],
        waiting=counts["waiting"],
        late=count_late(viewer, at=at),
        months=months(kept(viewer, zone=zone_of(request), at=at)),
        questions=[_question(each, at) for each in questions(viewer, at=at, size=ASKED)],
        running=[shown(task, at=at) for task in running],
        done=[Answer(shown(each.task, at=at), each.answer) for each in answers(viewer, at=at, size=ANSWERED)],
        may_write=client is not None and client.is_open,
    )


def _question(asked: Asked, at: datetime) -> Question:
    form = AnswerForm(
        initial={"written_on": asked.task.state, "back": "home"}, auto_id=f"{asked.task.number}-%s"
    )
    return Question(shown(asked.task, at=at), asked.question, asked.task.waiting_since, form)


def _urgency(task: TaskSeen) -> tuple[int, float]:
    rank = URGENCY.get(task.standing, 3) if task.standing else 4
    return rank, task.due_at.timestamp() if task.due_at else float("inf")
