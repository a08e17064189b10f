"""The table of the service lines that the provider works in."""

from django.db import models
from django.utils.translation import get_language


class ServiceLine(models.Model):
    """A part of a back office that the provider works in; the seven usual ones are there from the start."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_en = models.CharField(max_length=60)
    name_nl = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.name_nl if (get_language() or "").startswith("nl") else self.name_en
