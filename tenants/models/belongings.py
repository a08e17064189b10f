"""The tables of what belongs to one client: its look, what it may have more of, how it is taken on."""

from django.db import models

from tenants.models.clients import Client


class Logo(models.Model):
    """A client's logo as we have drawn it: a PNG of this size in pixels."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.width} x {self.height}"


class Allowance(models.Model):
    """What a client may have more of, as its subscription says; without a row nothing is limited.

    `seats` is how many contacts may have an account, None for any number; `service_lines` (codes) is what work is taken
    for, None for all; `may_grow` is whether there may be new seats and service lines now. Its row is locked while a seat
    is taken, so that of many who come at once no more get in than there are seats.
    """

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="allowance")
    seats = models.PositiveIntegerField(null=True)
    service_lines = models.JSONField(null=True)
    features = models.JSONField(default=list)
    may_grow = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.seats} seats"


class Onboarding(models.Model):
    """A client that is, or was, taken on step by step; under way while `finished_at` is empty."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.client_id} since {self.begun_at}"
