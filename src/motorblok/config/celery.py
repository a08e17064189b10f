"""The task queue: what runs later, on which queue, and what the beat looks after."""

import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab
from django.conf import settings

from motorblok.config.operations import monitors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motorblok.config.settings")

# A task lives longer than its lock only if its worker died: then it is given out again soon.
PATIENT = {"visibility_timeout": 3600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}


def every(seconds: int, task: str) -> dict[str, Any]:
    """An entry of the beat; what no worker has taken by the next turn is dropped, so that none pile up."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


app = Celery("motorblok")
# Asked when the first message is sent: the settings, which may stand in files, are not to be read with this module.
app.add_defaults(lambda: {"broker_url": settings.REDIS_URL})
app.conf.update(
    broker_connection_timeout=5,
    broker_connection_retry_on_startup=True,
    broker_transport_options=PATIENT,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_default_queue="default",
    task_routes={
        "tenants.tasks.check_claims": {"queue": "default"},  # waits for DNS, and needs no owner
        "tenants.tasks.*": {"queue": "provisioner"},
        "motorblok.config.tasks.*": {"queue": "provisioner"},
    },
    timezone="UTC",
    beat_schedule=monitors.named(
        {
            "tell what has fired": every(2, "motorblok.sla.tasks.sweep_fired"),
            "read what is unread": every(10, "motorblok.audit.tasks.sweep_unread"),
            "send the mail that waits": every(5, "motorblok.notify.tasks.send_mail"),
            "build what is opening": every(15, "tenants.tasks.sweep_opening"),
            "ask DNS about addresses": every(60, "tenants.tasks.check_claims"),
            "make the invoices that are due": every(3600, "billing.tasks.bill"),
            "read the seats of the day": every(3600, "billing.tasks.read_seats"),
            "move debtors on": every(600, "billing.tasks.review_debtors"),
            "tell how much of what is included is used": every(3600, "billing.tasks.tell_of_volumes"),
            "tell of trials that end": every(3600, "billing.tasks.tell_of_trials"),
            "alert of promises missed again": every(3600, "billing.tasks.tell_of_misses"),
            "remind of what is due": every(3600, "billing.tasks.remind"),
            "work off what gateways told": every(5, "billing.tasks.work_off_notices"),
            "ask gateways for what waits": every(5, "billing.tasks.send_calls"),
            "let the pretended gateway tell": every(5, "billing.tasks.tell_pretended"),
            "look after the gateways": every(3600, "billing.tasks.watch_all"),
            "forget what gateways told": every(86_400, "billing.tasks.scrub_notices"),
            "compare with the gateways": {
                "task": "billing.tasks.reconcile_all",
                "schedule": crontab(hour=2, minute=30),
            },
            "erase who is to be erased": every(86_400, "motorblok.config.tasks.erase_clients"),
            "forget ended sessions": every(900, "motorblok.accounts.tasks.sweep_sessions"),
            "forget old notices": every(86_400, "motorblok.notify.tasks.forget_notices"),
            "forget old answers": every(86_400, "motorblok.exchange.tasks.forget_answers"),
            "compare the client schemas": {
                "task": "tenants.tasks.check_drift",
                "schedule": crontab(hour=3, minute=0),
            },
        }
    ),
)
# Celery's Django support closes the connection around every task unless this key is set on the app itself.
app.conf["CELERY_DB_REUSE_MAX"] = 1000
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_logging(**_how: object) -> None:
    """Leave the log as the settings have it: with a listener here, Celery does not set up its own."""
