"""The verb that leads a client to its gateway's page on which it gives a means of payment and its subscription begins there."""

from datetime import datetime
from uuid import UUID

from billing.actions.standing import debtor_of, in_book_of
from billing.events import gateways as events
from billing.gateways.choosing import gateway
from billing.gateways.port import CheckoutOrder
from billing.linking import Name, link
from billing.models import Debtor
from billing.operations import known_as
from billing.queries.beginnings import Beginning, beginning
from billing.queries.paying import not_at_its_gateway
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


def open_checkout(
    client_id: UUID, *, visit: UUID, done_url: str, back_url: str, actor: Actor, at: datetime
) -> str:
    """The address of a page on which a client's subscription is begun at its gateway; those opened before are closed.

    `visit` is the caller's: the same again leads to the same page. Raises NotFound where there is nothing to begin, and
    what the gateway raises.
    """
    debtor = debtor_of(client_id)
    asked = gateway(debtor.gateway)
    with schema.entered(schema.PUBLIC):
        of = not_at_its_gateway(debtor)
        if of is None:
            raise NotFound
        begins = beginning(of, customer=known_as(debtor, debtor.gateway), at=at)
        order = CheckoutOrder(
            subscription=begins.order, done_url=done_url, back_url=back_url, language=debtor.language
        )
        # The gateway is asked before anything is held; a page that we forget is found by our marks on it.
        page = asked.start_checkout(order, key=f"checkout:{of.id}:{visit}")
    with in_book_of(debtor):
        _keep(debtor, page.external_id, begins, livemode=asked.livemode)
        record(
            events.CHECKOUT_OPENED,
            subject=f"subscription:{of.id}",
            actor=actor,
            at=at,
            facts={"gateway": asked.name},
        )
    return page.url


def _keep(debtor: Debtor, external_id: str, begins: Beginning, *, livemode: bool) -> None:
    link(
        Name(debtor.gateway, "checkout", external_id),
        debtor_id=debtor.pk,
        ours_id=begins.order.subscription_id,
        from_on=begins.from_on,
        livemode=livemode,
    )
