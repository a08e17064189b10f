"""What the pretended gateway's page shows of one of its objects."""

from dataclasses import dataclass

from billing.gateways.fake.sums import net_and_vat
from billing.models import FakeObject
from motorblok.kernel import schema

OPEN = {"invoice": "open", "checkout": "open", "customer": "active"}


@dataclass(frozen=True, slots=True)
class Pretended:
    """Something that can be paid, begun or chosen; `amount` in minor units, `way_on` where somebody goes afterwards."""

    external_id: str
    kind: str
    is_open: bool
    is_done: bool
    number: str
    amount: int
    currency: str
    means: str
    way_on: str
    way_back: str


def pretended(external_id: str) -> Pretended | None:
    """One of them by its id; None where there is none to show."""
    with schema.entered(schema.PUBLIC):
        held = FakeObject.objects.filter(id=external_id, kind__in=OPEN).first()
    if held is None or held.state == "draft":
        return None
    body = held.body
    fees = [*body.get("prices", ()), *body.get("once", ())]
    return Pretended(
        external_id=held.id,
        kind=held.kind,
        is_open=held.state == OPEN[held.kind],
        is_done=held.state in ("paid", "complete"),
        number=held.number or "",
        amount=sum(net_and_vat(fees))
        if held.kind == "checkout"
        else body.get("owed") or body.get("total", 0),
        currency=body.get("currency", ""),
        means=str(body.get("means", "")),
        way_on=body.get("done_url", ""),
        way_back=body.get("back_url", ""),
    )
