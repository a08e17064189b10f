"""Reports errors to Sentry, where the deployment has one; nothing waits for it."""

import logging

import sentry_sdk
from celery import signals
from sentry_sdk.integrations import Integration
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration
from sentry_sdk.transport import HttpTransport

from motorblok.config.operations import reports

STOP_SECONDS = 1.0


class ImpatientTransport(HttpTransport):
    """Sends in a thread of its own, and lets go of a Sentry that does not answer within three seconds."""

    TIMEOUT = 3


def start(dsn: str, *, release: str, environment: str) -> None:
    """Report whatever is logged as an error from now on, and whatever nobody caught.

    Only the parts of the library that are named here are used: none reads requests, statements or arguments of tasks.
    How long things take is told by our own figures, so that no traces are sent.
    """
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        server_name="",
        transport=ImpatientTransport,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=_integrations(),
        before_send=reports.before_send,
        before_send_transaction=reports.before_send_transaction,
        before_breadcrumb=reports.before_breadcrumb,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=None,
        auto_session_tracking=False,
        send_client_reports=False,
        propagate_traces=False,
        shutdown_timeout=STOP_SECONDS,
    )
    # A worker's children end without the usual farewell.
    signals.worker_process_shutdown.connect(_flush, dispatch_uid="motorblok.sentry")


def _integrations() -> list[Integration]:
    return [
        LoggingIntegration(level=logging.INFO, event_level=logging.ERROR, sentry_logs_level=None),
        ExcepthookIntegration(),
        ThreadingIntegration(propagate_hub=False),
        DedupeIntegration(),
        AtexitIntegration(callback=lambda _pending, _timeout: None),
    ]


def _flush(**_signal: object) -> None:
    sentry_sdk.flush(timeout=STOP_SECONDS)
