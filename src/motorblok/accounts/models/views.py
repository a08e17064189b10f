"""Views of the workboard that staff keeps under a name."""

from django.db import models

from motorblok.accounts.models.people import Person
from motorblok.kernel.ids import new_id


class SavedView(models.Model):
    """A name for what the workboard is asked: `query` is the address's query string, `position` its place in the list.

    A shared one is seen by all staff, each with the tasks that are its own to see; it stays its owner's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="accounts_view_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """This view as what an event is about."""
        return f"view:{self.id}"
