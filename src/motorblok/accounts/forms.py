"""The forms of signing in: django-allauth's, in the words of the product and within one host's circle of people."""

from datetime import UTC, datetime
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as allauth_code_forms
from allauth.mfa.totp import forms as allauth_totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import actions
from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person


class WordsMixin:
    """Sets labels, and drops the placeholders and links that stand in place of them."""

    labels: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label, self.fields[name].help_text = label, ""
            self.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(WordsMixin, allauth_forms.LoginForm):  # type: ignore[misc]  # the library is untyped
    """E-mail address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}


class AgainForm(WordsMixin, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    labels = {"password": _("Password")}


class CodeForm(WordsMixin, allauth_code_forms.AuthenticateForm):  # type: ignore[misc]
    """The second step."""

    labels = {"code": _("Code")}


class CodeAgainForm(WordsMixin, allauth_code_forms.ReauthenticateForm):  # type: ignore[misc]
    """The second step once more."""

    labels = {"code": _("Code")}


class AppForm(WordsMixin, allauth_totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    labels = {"code": _("Code that the app shows")}


class ChangePasswordForm(WordsMixin, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }


class NewPasswordForm(WordsMixin, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password for who forgot the old one."""

    labels = {"password1": _("New password"), "password2": _("New password again")}


class AskForm(WordsMixin, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to set a new password. The answer is the same whoever has an account."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """Any address is good."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Note the wish; the mail follows from the event."""
        email = str(self.cleaned_data["email"])
        address = get_adapter(request).get_client_ip(request)
        actions.ask_password_reset(email, client=client_of(request), address=address, at=datetime.now(UTC))
        return email


class LinkForm(allauth_forms.UserTokenForm):  # type: ignore[misc]
    """Reads the link of a reset: it means somebody only at the host that it was made for."""

    def _get_user(self, uidb36: str) -> Person | None:
        person: Person | None = super()._get_user(uidb36)
        return (
            person if person and person.is_active and person.belongs_at(client_of(context.request)) else None
        )


class JoinForm(forms.Form):
    """How an invited person wants to be called, and its password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least twelve characters: a few words that belong together only for you are good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Strong enough (AUTH_PASSWORD_VALIDATORS)."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password
