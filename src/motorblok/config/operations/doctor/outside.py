"""Checks of what Motorblok reaches over the network: the mail server, certificates, Sentry, Stripe."""

import http.client
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTP, SMTP_SSL, SMTPException
from urllib.parse import urlsplit

from django.conf import settings

from motorblok.config import fitness
from motorblok.config.operations.doctor.findings import Finding, failed, listed, ok, skipped, warning
from motorblok.kernel import schema
from tenants.models import SCHEMALESS, Domain

PATIENCE = 3.0
AT_ONCE = 16
DAYS_TO_RENEW = 14
DAY = 86_400
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def check_mail() -> Finding:
    """Whether the mail server lets us in, and on which line; nothing is sent."""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        if settings.DEVELOPMENT:
            return skipped("There is no mail server: mail goes to files.")
        return warning("There is no mail server: mail goes to files.", "Set MOTORBLOK_SMTP_URL.")
    if fitness.is_of_this_machine(parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]):
        words = (
            f"Mail is from {settings.DEFAULT_FROM_EMAIL}, which nobody can answer and many servers refuse."
        )
        return warning(words, "Set MOTORBLOK_MAIL_FROM.")
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = SMTP_SSL if settings.EMAIL_USE_SSL else SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=PATIENCE) as server:
            return _greeted(server, place)
    except (OSError, SMTPException) as error:
        words = f"The mail server at {place} does not let us in ({type(error).__name__})."
        return failed(words, "Correct MOTORBLOK_SMTP_URL, or see to the mail server.")


def _greeted(server: SMTP, place: str) -> Finding:
    server.ehlo()
    offers_tls = server.has_extn("starttls")
    if settings.EMAIL_USE_TLS:
        if not offers_tls:
            return failed(
                f"The mail server at {place} offers no STARTTLS.", "Use smtps:// or another server."
            )
        server.starttls(context=ssl.create_default_context())
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        return warning(
            f"Mail to {place} goes in the clear.", "Give a login in MOTORBLOK_SMTP_URL, or use smtps://."
        )
    return ok(f"The mail server at {place} lets us in, on an encrypted line.")


def check_certificates() -> Finding:
    """Whether every host shows a certificate that browsers take, and for how long."""
    if settings.DEVELOPMENT:
        return skipped("In development there is no TLS.")
    with schema.entered(schema.PUBLIC):
        served = Domain.objects.exclude(tenant__state__in=SCHEMALESS).order_by("domain")
        hosts = [settings.MOTORBLOK_CONSOLE_HOST, *served.values_list("domain", flat=True)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = dict(zip(hosts, threads.map(shown_by, hosts), strict=True))
    refused = [f"{host} ({shown.reason})" for host, shown in found.items() if shown.reason]
    if refused:
        remedy = "See that their names lead to the proxy, and read its log."
        return failed(f"No browser takes the certificates of {listed(refused)}.", remedy)
    if soon := [host for host, shown in found.items() if shown.days < DAYS_TO_RENEW]:
        return warning(f"Certificates end soon: {listed(soon)}.", "See why the proxy does not renew them.")
    days = min(shown.days for shown in found.values())
    return ok(f"The certificates of all {len(hosts)} hosts are taken for {days:.0f} days.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a host shows to a browser: a certificate for so many days, or why none is taken."""

    days: float = 0
    reason: str = ""


def shown_by(host: str) -> Shown:
    """What a host shows, looked at as a browser does."""
    try:
        with (
            socket.create_connection((host, settings.MOTORBLOK_PORT), timeout=PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as line,
        ):
            certificate = line.getpeercert() or {}
            return Shown(days=(ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) / DAY)
    except socket.gaierror:
        return Shown(reason="its name leads nowhere")
    except ssl.SSLCertVerificationError as error:
        return Shown(reason=error.verify_message)
    except (OSError, KeyError, ValueError) as error:
        return Shown(reason=f"nobody answers there with TLS: {type(error).__name__}")


def check_sentry() -> Finding:
    """Whether errors can be reported, where they are to be; nothing is sent."""
    if not settings.MOTORBLOK_SENTRY_DSN:
        return skipped("Errors stay in the logs: there is no Sentry.")
    parts = urlsplit(settings.MOTORBLOK_SENTRY_DSN)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    asked = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        asked.request("HEAD", "/")
        asked.getresponse()
    except (OSError, http.client.HTTPException) as error:
        words = f"Sentry at {parts.hostname} does not answer ({type(error).__name__})."
        return warning(words, "See that this machine may reach it, or correct MOTORBLOK_SENTRY_DSN.")
    finally:
        asked.close()
    return ok(f"Sentry at {parts.hostname} answers.")


def check_stripe() -> Finding:
    """Whether Stripe's key may do no more than it must, and whose money it moves."""
    key = settings.MOTORBLOK_STRIPE_KEY
    if not key:
        return skipped("Stripe is closed: there is no key.")
    remedy = "Make a restricted key, as infra/docs/stripe.md says."
    if not key.startswith(("rk_live_", "rk_test_", "sk_live_", "sk_test_")):
        return failed("MOTORBLOK_STRIPE_KEY is no key of Stripe.", remedy)
    if key.startswith("sk_"):
        return warning("Stripe's key may do everything.", remedy)
    if not settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS:
        return failed("Stripe cannot tell us anything.", "Set MOTORBLOK_STRIPE_WEBHOOK_SECRETS.")
    if key.startswith("rk_test_") and not settings.DEVELOPMENT:
        return warning("Stripe's key moves pretended money.", "Use a live key once the deployment is.")
    return ok(f"Stripe's key is restricted, for {'live' if 'live' in key[:8] else 'pretended'} money.")
