"""A morning at Acme, with or without all that its people must not see."""

from datetime import timedelta

import time_machine

from motorblok.accounts.actions import enter_client
from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.sla.actions import tell_fired
from motorblok.work.actions import assign_task, receive_task, resolve_task, take_task
from tests.cast import MONDAY, RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import draft

CANARIES = {
    "internal_title": "CANARYtitle1",
    "internal_description": "CANARYdescription2",
    "internal_answer": "CANARYanswer3",
    "other_client": "CANARYglobex4",
    "staff_name": "CANARYstaff5",
    "other_contact": "CANARYcleo6",
}


def minutes(number):
    return MONDAY + timedelta(minutes=number)


class Morning:
    """Plays the morning; `hidden` adds what is internal or another client's between the steps."""

    def __init__(self, acme, globex, people, *, hidden):
        self.acme, self.globex, self.people, self.hidden = acme, globex, people, hidden
        self.sam = Actor("staff", str(people["sam"].id), people["sam"].name)
        self.ann = Actor("contact", str(people["ann"].id), people["ann"].name)

    def play(self):
        # What is recorded as it happens still has its warnings ahead.
        with time_machine.travel(MONDAY, tick=False), schema.entered(self.acme.schema_name):
            an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
            self.behind_the_scenes(0)
            invoice = self.receive("Post invoice 4870", minutes(1), requester_id=self.people["ann"].id)
            self.behind_the_scenes(2)
            self.receive("Review the lease", minutes(3), service_line="legal")
            self.behind_the_scenes(4, on=invoice)
            take_task(invoice.id, client_id=self.acme.id, actor=self.sam, at=minutes(20))
            laptop = self.receive(
                "Laptop", minutes(30), service_line="it-support", requester_id=self.people["bob"].id
            )
            self.behind_the_scenes(31, on=laptop)
            resolve_task(invoice.id, answer="Posted.", client_id=self.acme.id, actor=self.sam, at=minutes(50))
            self.behind_the_scenes(55)
        self.sweep()

    def receive(self, title, at, **changes):
        return receive_task(draft(title=title, **changes), client_id=self.acme.id, actor=self.ann, at=at)

    def behind_the_scenes(self, minute, *, on=None):
        if not self.hidden:
            return
        at = minutes(minute)
        enter_client(self.acme, actor=RITA, at=at)
        task = receive_task(self.secret(), client_id=self.acme.id, actor=RITA, at=at)
        if on:
            assign_task(on.id, assignee=self.sam, client_id=self.acme.id, actor=RITA, at=at)
        take_task(task.id, client_id=self.acme.id, actor=self.sam, at=at)
        resolve_task(
            task.id,
            answer=CANARIES["internal_answer"],
            client_id=self.acme.id,
            actor=self.sam,
            at=minutes(minute + 1),
        )
        self.elsewhere(at)

    def elsewhere(self, at):
        with schema.entered(self.globex.schema_name):
            receive_task(draft(title=CANARIES["other_client"]), client_id=self.globex.id, actor=RITA, at=at)

    def secret(self):
        return draft(
            title=CANARIES["internal_title"], description=CANARIES["internal_description"], is_internal=True
        )

    def sweep(self):
        """Warnings are the provider's own; a missed promise is told to the client."""
        with schema.entered(schema.PUBLIC):
            sweep_all(at=minutes(100))
        with schema.entered(self.acme.schema_name):
            tell_fired(self.acme.id, at=minutes(100))
