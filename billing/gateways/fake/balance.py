"""What the pretended gateway keeps for a customer: put there by credit notes, taken off its next invoice or paid back."""

from billing.gateways.fake.world import World, known
from billing.gateways.port import GatewayRefused
from billing.models.fake import FakeObject


def kept_for(customer: FakeObject) -> int:
    """How much is kept for it, in minor units."""
    return int(customer.body.get("kept", 0))


def keep_for(world: World, customer_id: str, amount: int) -> None:
    """Put a sum on the balance; below 0 it goes off again."""
    customer = known("customer", customer_id)
    if customer and amount:
        customer.body["kept"] = kept_for(customer) + amount
        world.keep(customer)


def take_off(world: World, invoice: FakeObject) -> None:
    """Take what is kept off an invoice that becomes final: as much as it comes to, and no more."""
    customer = known("customer", invoice.customer)
    used = min(kept_for(customer), invoice.body["owed"]) if customer else 0
    invoice.body["owed"] -= used
    invoice.body["balance_used"] = used
    keep_for(world, invoice.customer, -used)


def pay_out(world: World, customer_id: str, amount: int) -> None:
    """What goes back as money is kept no longer. Raises GatewayRefused where an invoice has used it meanwhile."""
    customer = known("customer", customer_id)
    if amount > (kept_for(customer) if customer else 0):
        raise GatewayRefused(reason="balance-used", field="amount")
    keep_for(world, customer_id, -amount)
