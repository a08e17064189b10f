"""Brings every client schema to the migrations of this release: planned once, replayed in batches, safe to repeat."""

from collections.abc import Callable, Sequence
from datetime import datetime

from motorblok.kernel import schema
from tenants import filling, patience, planning, progress, turns
from tenants.planning import Plan
from tenants.standing import Group, groups_before_contract, groups_of
from tenants.taking import Run, take


def no_step(_count: int) -> None:
    """Show no progress."""


def count_pending() -> int:
    """How many steps (one migration of one client) a run would take; those that wait for a contract are not counted."""
    with schema.entered(schema.PUBLIC):
        return sum(len(group.schemas) * len(group.pending) for group in groups_of(planning.plan()))


def migrate_clients(*, at: datetime, step: Callable[[int], object] = no_step) -> Run:
    """Bring all built clients up to date; what failed or was cut off is taken up where it stood by the next run.

    Contract steps wait until the public schema has had them. A client that is built meanwhile is brought along. `step` is
    told how many clients took one migration. Needs the owner login. Raises AlreadyMigrating.
    """
    run = Run(at, step)
    with turns.alone(), patience.limited(), schema.entered(schema.PUBLIC):
        turns.await_builders()
        _take_what_there_is(groups_before_contract, run)
        _fill_before_contract(run)
        _take_what_there_is(groups_of, run)
    return run


def _take_what_there_is(look: Callable[[Plan], list[Group]], run: Run) -> None:
    while groups := _still_to_go(look, run):
        _migrate_all(groups, run)


def _still_to_go(look: Callable[[Plan], list[Group]], run: Run) -> list[Group]:
    groups = (
        Group(run.remaining(group.schemas), group.pending, group.waiting) for group in look(planning.plan())
    )
    return [group for group in groups if group.schemas]


def _fill_before_contract(run: Run) -> None:
    """A client that was left behind, or came back from an old export, must not lose what is still to be carried over."""
    behind = [name for group in _still_to_go(groups_of, run) for name in group.schemas]
    failed = filling.fill_schemas(behind, at=run.at) if behind else {}
    for name, why in failed.items():
        run.stop(name, filling.NotFilled({name: why}))
    progress.finish((), failed={name: run.failed[name] for name in failed}, at=run.at)


def _migrate_all(groups: Sequence[Group], run: Run) -> None:
    plan = planning.plan()
    progress.begin([name for group in groups for name in group.schemas], target=plan.fingerprint, at=run.at)
    for group in groups:
        _migrate(group, plan, run)


def _migrate(group: Group, plan: Plan, run: Run) -> None:
    state = plan.state_before([*group.pending, *group.waiting])
    for migration in group.pending:
        schemas = run.remaining(group.schemas)
        if not schemas:
            break
        take(migration, schemas, state=state, plan=plan, run=run)
    arrived = run.remaining(group.schemas)
    run.done.extend(name for name in arrived if name not in run.done)
    progress.finish(
        arrived, failed={name: run.failed[name] for name in group.schemas if name in run.failed}, at=run.at
    )
