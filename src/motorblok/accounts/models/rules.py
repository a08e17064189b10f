"""What an owner asks of all staff."""

from django.db import models

from motorblok.accounts.models.roles import StaffRole


class SecondStepRule(models.Model):
    """Staff of this role signs in with a second step; from `required_at` on nobody of it works without."""

    role = models.CharField(max_length=9, choices=StaffRole.choices, primary_key=True)
    required_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second step of {self.role}"

    @property
    def subject(self) -> str:
        """This rule as what an event is about."""
        return f"role:{self.role}"
