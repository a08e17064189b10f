"""Which gateway goes by a name: opened when first asked for, so that no process loads a library that it does not use."""

from collections.abc import Mapping

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from billing.gateways.port import Gateway
from motorblok.kernel.errors import Invalid

OPENERS: Mapping[str, str] = {
    "stripe": "billing.gateways.stripe.opening.open_gateway",
    "bank": "billing.gateways.bank.adapter.open_gateway",
    "fake": "billing.gateways.fake.opening.open_gateway",
}
"""What opens each: a function without arguments that reads the settings and raises GatewayClosed where they do not suffice."""

_opened: dict[str, Gateway] = {}


class GatewayClosed(Invalid):
    """No gateway goes by this name here, or its settings are not complete."""

    code = "gateway-closed"
    words = _("This way of paying is not set up here.")


def gateway(name: str) -> Gateway:
    """The gateway of that name, the same for the life of the process. Raises GatewayClosed."""
    if name not in _opened:
        if name not in OPENERS:
            raise GatewayClosed(field="gateway")
        open_it = import_string(OPENERS[name])
        try:
            _opened[name] = open_it()
        except Invalid as error:
            raise GatewayClosed(error.words, field="gateway") from error
    return _opened[name]


def put(name: str, opened: Gateway | None) -> None:
    """Let `name` be this gateway from now on, None: whatever the settings say; for tests, simulations and changed settings."""
    _opened.pop(name, None)
    if opened is not None:
        _opened[name] = opened
