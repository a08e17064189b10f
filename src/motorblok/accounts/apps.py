"""People, roles, assignments and keys as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "motorblok.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hear of wrong codes: django-allauth tells of them by a signal of its own, and in no other way."""
        code_refused = import_string("motorblok.accounts.adapters.code_refused")
        import_string("allauth.mfa.signals.authentication_failed").connect(code_refused)
