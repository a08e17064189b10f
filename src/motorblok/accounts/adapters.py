"""Where django-allauth asks the product: how a sign-in is checked, noted and answered."""

from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import actions, enrolling, tokens
from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person
from motorblok.accounts.sessions import SessionStore

SECOND_STEP = "accounts.second-step"
TOLD = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _(
        "Your new password is set. You are signed out everywhere else."
    ),
    "mfa/messages/totp_activated.txt": _("The second step is on."),
    "mfa/messages/totp_deactivated.txt": _("The second step is off."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes. Keep them in a safe place."),
}
WRONG_CODE = _("This code is not right. Wait for the next one and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """Sign-in, sign-out and passwords of the people of one host."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("This is not your present password."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin a session, and note it."""
        records = get_authentication_records(request, user)
        now = datetime.now(UTC)
        with transaction.atomic():
            super().login(request, user)
            cast(SessionStore, request.session).begin(at=now)
            enrolling.note(request, user)
            with_second_step = any(record["method"] == "mfa" for record in records)
            address = self.get_client_ip(request)
            actions.sign_in(user, with_second_step=with_second_step, address=address, at=now)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and note it."""
        if isinstance(request.user, Person):
            actions.sign_out(request.user, at=datetime.now(UTC))
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note who was refused."""
        actions.refuse_sign_in(
            credentials.get("email", ""),
            client=client_of(request),
            reason="password",
            address=self.get_client_ip(request),
            at=datetime.now(UTC),
        )

    def set_password(self, user: Person, password: str) -> None:
        """Store a new password, and keep only the session it is set in."""
        kept = context.request.session.session_key
        user.password = actions.set_password(
            user.id, password=password, keep_session=kept, at=datetime.now(UTC)
        ).password

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Whether this is the person's password; counts as an attempt to sign in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell what is worth telling, in our own words."""
        if words := message or TOLD.get(message_template or ""):
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing from a request: what people are mailed follows from events (motorblok.notify)."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Without the host: whoever guesses must not get new tries at the next client's address.
        return str(credentials.get("email", "")).strip().lower()


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Codes of an app: their seed is sealed at rest."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return tokens.box(SECOND_STEP).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed. One that was sealed under another key reads as a random one, so that no code ever fits it."""
        try:
            return tokens.box(SECOND_STEP).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())


def code_refused(*, request: HttpRequest, user: Person, **_signal: Any) -> None:
    """A code was wrong."""
    address = AccountAdapter(request).get_client_ip(request)
    now = datetime.now(UTC)
    actions.refuse_sign_in(user.email, client=client_of(request), reason="code", address=address, at=now)
