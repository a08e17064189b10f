"""Invitations: how a person gets an account."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from motorblok.accounts.models.people import Person
from motorblok.kernel.ids import new_id


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; some of them may be too old to be accepted."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """One mail's worth of trust: made without a token, which exists only from the moment it is sent, and only hashed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique, so not empty twice
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="accounts_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"

    def can_be_accepted(self, *, at: datetime) -> bool:
        """Whether its link still works."""
        is_open = self.accepted_at is None and self.revoked_at is None
        return is_open and self.expires_at is not None and at < self.expires_at
