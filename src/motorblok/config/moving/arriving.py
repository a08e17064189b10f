"""Puts the public rows of a client into their tables: as itself, or as a copy beside the original."""

from datetime import datetime

from motorblok.config.moving import building, choosing, fitting, settling, staff
from motorblok.config.moving.belonging import Comes, Whose
from motorblok.config.moving.copying import digest_of
from motorblok.config.moving.exporting import selected, whose_rows
from motorblok.config.moving.fitting import Target
from motorblok.config.moving.manifest import Manifest
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.staging import Staged, run, staged
from motorblok.config.moving.tables import TRAVELS
from tenants.actions.domains import create_domain
from tenants.host_names import own_host
from tenants.models import Client, Domain

# Rows of these differ from the export on purpose, or are also others'.
NOT_COMPARED = ("tenants_domainclaim", "tenants_serviceline")


def as_itself(rows: Staged, target: Target, *, at: datetime) -> list[str]:
    choosing.claim_anew(rows, at=at)
    words = [f"{name} has another account here than in the export." for name in staff.twins(staged("staff"))]
    if made := staff.make_closed_accounts(staged("staff"), at=at):
        words.append(
            f"{made} of the staff named in the rows are not here: their names were kept, without access."
        )
    for name in rows.parts:
        if target.stands and TRAVELS[name].comes is Comes.INSTEAD:
            run("DELETE FROM {} WHERE client_id = %s", rows.tables[name].identifier, values=[target.id])
        rows.put(name)
    return words


def as_copy(rows: Staged, target: Target, manifest: Manifest, *, at: datetime) -> list[str]:
    choosing.rewrite_as_copy(rows, target, manifest, at=at)
    for name in rows.parts:
        rows.put(name)
    settling.settle_copy(target)
    return ["It can be read by owners and leads, and by nobody else; remove_copy removes it."]


def cleared(target: Target) -> list[settling.Given]:
    """The numbers that were given out, with what was left of the schema gone."""
    if not target.stands:
        return []
    fitting.must_be_at_rest(Client.objects.select_for_update().get(pk=target.id))
    stands = fitting.has_table(target.schema, "work_series")
    given = settling.given_out(target, has_series=stands)
    building.drop(target.schema)
    return given


def must_be_equal(rows: Staged, target: Target) -> None:
    """Where all rows of a table came back, reading them as the export did gives its digest."""
    theirs = whose_rows(Whose(str(target.id), target.schema))
    for name, part in rows.parts.items():
        tally, of = rows.tallies[name], TRAVELS[name]
        if tally.written != part.digest.rows or name in NOT_COMPARED:
            continue
        select = selected(rows.tables[name], part.columns, where=theirs[name], key=of.key)
        if digest_of(select) != part.digest:
            raise CannotMove(f"{part.path} did not come out as it went in.")


def give_address(client: Client) -> None:
    """Its host here, which another deployment calls otherwise; links lead to it where no other one is left to lead to."""
    mine = Domain.objects.filter(tenant=client)
    if not mine.filter(domain=own_host(client)).exists():
        create_domain(own_host(client), client=client, is_primary=False)
    if not mine.filter(is_primary=True).exists():
        mine.filter(domain=own_host(client)).update(is_primary=True)
