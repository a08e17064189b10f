"""Who works for whom, and which service lines a contact looks after."""

from django.db import models

from motorblok.accounts.models.people import Person
from motorblok.kernel.ids import new_id
from tenants.models import Client, ServiceLine


class Assignment(models.Model):
    """Staff works for a client, in one service line or, with none named, in all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    client = models.ForeignKey(Client, models.CASCADE, related_name="assignments")
    service_line = models.ForeignKey(ServiceLine, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "client", "service_line"],
                nulls_distinct=False,
                name="accounts_assignment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.client_id}"


class ContactScope(models.Model):
    """A service line that a contact with the role lead looks after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Person, models.CASCADE, related_name="scopes")
    service_line = models.ForeignKey(ServiceLine, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "service_line"], name="accounts_scope_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_line_id} of {self.contact_id}"
