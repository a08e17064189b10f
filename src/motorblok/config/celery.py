"""The task queue: what runs later, on which queue, and what the beat looks after."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motorblok.config.settings")

# A task lives longer than its lock only if its worker died: then it is given out again soon.
PATIENT = {"visibility_timeout": 3600, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}

app = Celery("motorblok")
app.conf.update(
    broker_url=os.environ.get("REDIS_URL", ""),
    broker_connection_timeout=5,
    broker_connection_retry_on_startup=True,
    broker_transport_options=PATIENT,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_default_queue="default",
    task_routes={"tenants.tasks.*": {"queue": "provisioner"}},
    timezone="UTC",
    beat_schedule={
        "forget ended sessions": {"task": "motorblok.accounts.tasks.sweep_sessions", "schedule": 900.0},
        "read what is unread": {"task": "motorblok.audit.tasks.sweep_unread", "schedule": 10.0},
        "tell what has fired": {"task": "motorblok.sla.tasks.sweep_fired", "schedule": 2.0},
        "build what is opening": {"task": "tenants.tasks.sweep_opening", "schedule": 15.0},
        "compare the client schemas": {
            "task": "tenants.tasks.check_drift",
            "schedule": crontab(hour=3, minute=0),
        },
    },
)
# Celery's Django support closes the connection around every task unless this key is set on the app itself.
app.conf["CELERY_DB_REUSE_MAX"] = 1000
app.autodiscover_tasks()
