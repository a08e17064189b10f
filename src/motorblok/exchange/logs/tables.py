"""How the promises of an import's clients stand, as a table of text."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from motorblok.exchange.logs.figures import Figures, Tally, together
from motorblok.exchange.logs.numerals import counted
from motorblok.sla.terms import Target

LARGEST = 5


def table(figures: Sequence[Figures]) -> Iterator[str]:
    """Met, breached and open for each target that was promised to anybody: of all clients, and of the largest ones."""
    largest = sorted(figures, key=lambda each: (-each.tasks, each.name))[:LARGEST]
    everything = together(figures, name=_("All {count} clients").format(count=counted(len(figures))))
    promised = {tally.target for tally in everything.tallies if tally.met + tally.breached + tally.open}
    heads = (_("tasks"), _("target"), _("met"), _("breached"), _("open"))
    yield f"{'':24}{heads[0]:>8}  {heads[1]:<20}{heads[2]:>10}{heads[3]:>10}{heads[4]:>8}"
    for each in [everything, *largest]:
        yield from _rows(each, [tally for tally in each.tallies if tally.target in promised])


def _rows(figures: Figures, tallies: Sequence[Tally]) -> Iterator[str]:
    name, tasks = figures.name[:23], counted(figures.tasks)
    for tally in tallies:
        target = str(Target(tally.target).label)
        yield f"{name:24}{tasks:>8}  {target:<20}{counted(tally.met):>10}{counted(tally.breached):>10}{counted(tally.open):>8}"
        name, tasks = "", ""
