"""A morning at Acme, with or without all that its people must not see."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import time_machine
from PIL import Image

from motorblok.accounts.actions import create_key
from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.sla.actions import tell_fired
from motorblok.work import actions
from tenants.actions import set_accent, set_logo
from tests.billing import billed
from tests.cast import MONDAY, RITA
from tests.guards.named import invoice
from tests.guards.secrets import CANARIES, Backstage
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import draft

COUNTED = {"tasks_received": "piece", "tasks_resolved": "piece"}
TARGETS = {"first_response": HOUR, "next_response": HOUR, "resolution": 4 * HOUR}


def minutes(number):
    return MONDAY + timedelta(minutes=number)


class Morning:
    """Plays the morning; `hidden` adds what is internal or another client's between the steps."""

    def __init__(self, acme, globex, people, *, hidden):
        self.acme, self.people = acme, people
        self.sam = Actor("staff", str(people["sam"].id), people["sam"].name)
        self.ann = Actor("contact", str(people["ann"].id), people["ann"].name)
        self.backstage = Backstage(acme, globex, people) if hidden else None

    def play(self):
        # What is recorded as it happens still has its warnings ahead.
        with time_machine.travel(MONDAY, tick=False):
            self.brand()
            self.machine = self.of_provider()
            self.bill()
            with schema.entered(self.acme.schema_name):
                an_agreement({"targets": TARGETS})
                self.hide(0)
                self.talk_about_an_invoice()
                self.wait_for_a_laptop()
                self.end_what_is_not_needed()
                self.leave_a_question_open()
                self.hide(59)
        self.sweep()

    def bill(self):
        """Acme pays for its requests; November is invoiced, and what is used now comes next."""
        of_finance = {"service_line": "finance", "unit_price": Decimal(2)}
        counted = {
            meter.replace("_", "-"): {**of_finance, "meter": meter, "model": model}
            for meter, model in COUNTED.items()
        }
        with schema.entered(schema.PUBLIC):
            of = billed.subscription(
                self.acme, prices={"desk": {}, **counted}, anchor_on=billed.NOVEMBER.start
            )
            invoice(of, billed.NOVEMBER)

    def talk_about_an_invoice(self):
        task = self.receive("Post invoice 4870", 1, requester_id=self.people["ann"].id)
        self.hide(2, on=task)
        self.do(actions.take_task, task, 20)
        self.do(actions.reply_to_client, task, 22, by=self.machine, text="We look into it.")
        self.do(actions.wait_for_client, task, 24, question="Which cost centre?")
        self.hide(25, on=task)
        self.do(actions.reply_to_provider, task, 26, by=self.ann, text="4711")
        self.do(actions.prioritise_task, task, 28, priority="high", reason="Asked for by phone")
        self.hide(29, on=task)
        self.do(actions.resolve_task, task, 40, answer="Posted.")
        self.hide(41, on=task)
        self.do(actions.reopen_task, task, 44, by=self.ann, reason="The VAT is wrong.")
        self.do(actions.resolve_task, task, 50, answer="Corrected.")

    def wait_for_a_laptop(self):
        task = self.receive("Laptop", 30, service_line="it-support", requester_id=self.people["bob"].id)
        self.hide(31, on=task)
        self.do(actions.wait_for_third_party, task, 35, whom="The supplier")
        self.hide(36, on=task)
        self.do(actions.resume_task, task, 39)
        self.hide(58, on=task)  # while its promise runs: when that was last looked at must not show

    def end_what_is_not_needed(self):
        task = self.receive("Review the lease", 3, service_line="legal")
        self.do(actions.cancel_task, task, 45, reason="Signed already.")
        self.hide(46, on=task)

    def leave_a_question_open(self):
        task = self.receive("Payroll of November", 47, service_line="hr", requester_id=self.people["bob"].id)
        self.do(actions.wait_for_client, task, 48, question="Whose overtime is it?")
        self.hide(49, on=task)

    def receive(self, title, minute, **changes):
        asked = draft(title=title, **changes)
        return actions.receive_task(asked, client_id=self.acme.id, actor=self.ann, at=minutes(minute))

    def do(self, verb, task, minute, *, by=None, **how):
        verb(task.id, client_id=self.acme.id, actor=by or self.sam, at=minutes(minute), **how)

    def hide(self, minute, *, on=None):
        if self.backstage:
            self.backstage.work(minutes(minute), on=on)

    def brand(self):
        kept = BytesIO()
        Image.new("RGB", (120, 40), "#0b6b8a").save(kept, "PNG")
        set_accent(self.acme, accent="#ffcc00", actor=RITA, at=MONDAY)
        set_logo(self.acme, content=kept.getvalue(), actor=RITA, at=MONDAY)

    def of_provider(self):
        """A machine that acts for Sam: to clients it speaks as the provider."""
        with schema.entered(schema.PUBLIC):
            key = create_key(
                self.acme,
                name=CANARIES["machine"],
                scopes=["tasks:work"],
                expires_at=MONDAY + timedelta(days=30),
                staff=self.people["sam"],
                actor=RITA,
                at=MONDAY,
            )
        return Actor("key", str(key.key.id), CANARIES["machine"])

    def sweep(self):
        """Warnings are the provider's own; a missed promise is told to the client."""
        with schema.entered(schema.PUBLIC):
            sweep_all(at=minutes(100))
        with schema.entered(self.acme.schema_name):
            tell_fired(self.acme.id, at=minutes(100))
