"""What goes on behind a client's back: every internal act there is, each carrying words that must turn up nowhere."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from motorblok.accounts.actions import enter_client
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.sla import clocks
from motorblok.work import actions
from motorblok.work.models import Task
from tenants.actions import set_accent, set_logo
from tests.cast import MONDAY, RITA
from tests.work.tasks import draft

CANARIES = {
    "internal_title": "CANARYtitle1",
    "internal_description": "CANARYdescription2",
    "internal_answer": "CANARYanswer3",
    "other_client": "CANARYglobex4",
    "staff_name": "CANARYstaff5",
    "other_contact": "CANARYcleo6",
    "note": "CANARYnote7",
    "handover": "CANARYhandover8",
    "colleague": "CANARYcolleague9",
    "internal_reason": "CANARYreason10",
    "third_party": "CANARYthird11",
    "machine": "CANARYmachine12",
}


class Backstage:
    """Works on what is internal, and internally on what is not."""

    def __init__(self, acme, globex, people):
        self.acme, self.globex = acme, globex
        self.pair = [Actor("staff", str(people[name].id), people[name].name) for name in ("sam", "rolf")]

    def work(self, at, *, on=None):
        """A round of everything; `on` is a task of the client's that is handed round and noted on."""
        enter_client(self.acme, actor=RITA, at=at)
        if on:
            self.hand_round(on, at)
        self.live_through(self.receive(), at)
        self.prioritise_and_cancel(self.receive(), at)
        clocks.recompute(client_id=self.acme.id, at=at)
        self.elsewhere(at)

    def hand_round(self, task, at):
        self.do(actions.note_on_task, task, at, text=CANARIES["note"])
        self.book(task, at)
        if not Task.objects.get(pk=task.pk).is_open:
            return
        for one, other in (self.pair, reversed(self.pair)):
            self.do(actions.assign_task, task, at, assignee=one)
            self.do(actions.hand_over_task, task, at, to=other, note=CANARIES["handover"])
        self.do(actions.release_task, task, at)
        self.do(actions.assign_task, task, at, assignee=self.pair[0])

    def book(self, task, at):
        how = {"client_id": self.acme.id, "actor": self.pair[0], "at": at}
        said = {"seconds": 3600, "worked_on": MONDAY.date(), "note": CANARIES["note"]}
        entry = actions.book_time(task.id, **said, **how)
        actions.correct_time(entry.id, task_id=task.id, reason=CANARIES["internal_reason"], **how)

    def live_through(self, task, at):
        self.book(task, at)
        self.do(actions.take_task, task, at)
        self.do(actions.wait_for_third_party, task, at, whom=CANARIES["third_party"])
        self.do(actions.resume_task, task, at)
        self.do(actions.resolve_task, task, at, answer=CANARIES["internal_answer"])
        self.do(actions.reopen_task, task, at, reason=CANARIES["internal_reason"])
        self.do(actions.resolve_task, task, at, answer=CANARIES["internal_answer"])

    def prioritise_and_cancel(self, task, at):
        why = CANARIES["internal_reason"]
        self.do(actions.prioritise_task, task, at, priority="urgent", reason=why)
        self.do(actions.cancel_task, task, at + timedelta(seconds=20), reason=why)

    def receive(self):
        secret = draft(
            title=CANARIES["internal_title"], description=CANARIES["internal_description"], is_internal=True
        )
        return actions.receive_task(secret, client_id=self.acme.id, actor=RITA, at=MONDAY)

    def do(self, verb, task, at, **how):
        verb(task.id, client_id=self.acme.id, actor=self.pair[0], at=at, **how)

    def elsewhere(self, at):
        picture = BytesIO()
        Image.new("RGB", (50, 50), "#c2410c").save(picture, "PNG")
        set_accent(self.globex, accent="#c2410c", actor=RITA, at=at)
        set_logo(self.globex, content=picture.getvalue(), actor=RITA, at=at)
        with schema.entered(self.globex.schema_name):
            task = actions.receive_task(
                draft(title=CANARIES["other_client"]), client_id=self.globex.id, actor=RITA, at=at
            )
            actions.reply_to_client(
                task.id, text=CANARIES["other_client"], client_id=self.globex.id, actor=RITA, at=at
            )
