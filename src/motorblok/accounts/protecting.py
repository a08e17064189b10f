"""The pages on which people protect their account: django-allauth's, which note in one transaction what they change."""

from datetime import UTC, datetime
from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.http import HttpResponse

from motorblok.accounts import enrolling
from motorblok.accounts.actions import renew_codes, switch_second_step_off, switch_second_step_on


class SwitchOn(ActivateTOTPView):  # type: ignore[misc]  # the library is untyped
    """Pair an app."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the seed, and note it."""
        answer: HttpResponse = super().form_valid(form)
        kept = self.request.session.session_key
        switch_second_step_on(self.request.user, keep_session=kept, at=datetime.now(UTC))
        enrolling.settle(self.request)
        return answer


class SwitchOff(DeactivateTOTPView):  # type: ignore[misc]
    """Part with the app."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Forget the seed and the codes, and note it."""
        answer: HttpResponse = super().form_valid(form)
        kept = self.request.session.session_key
        switch_second_step_off(self.request.user, keep_session=kept, at=datetime.now(UTC))
        return answer


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Replace the codes, and note it."""
        answer: HttpResponse = super().form_valid(form)
        renew_codes(self.request.user, at=datetime.now(UTC))
        return answer


switch_on = SwitchOn.as_view()
switch_off = SwitchOff.as_view()
new_codes = NewCodes.as_view()
