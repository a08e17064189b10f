"""People, roles, assignments and keys as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "motorblok.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to django-allauth, which tells of the second step by signals of its own."""
        for signal, listener in {
            "authenticator_added": "second_step_added",
            "authenticator_removed": "second_step_removed",
            "authenticator_reset": "codes_renewed",
            "authentication_failed": "code_refused",
        }.items():
            listen = import_string(f"motorblok.accounts.adapters.{listener}")
            import_string(f"allauth.mfa.signals.{signal}").connect(listen)
