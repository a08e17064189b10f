"""Opens the pretended gateway, where pretending is allowed."""

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.port import Gateway
from motorblok.kernel.errors import Invalid


class PretendingNotAllowed(Invalid):
    """Pretended money outside development and demos."""

    code = "pretending-not-allowed"
    words = _("Pretended money is accepted in development and in demos alone.")


def may_pretend() -> bool:
    """Whether this deployment is one of development or a demo."""
    return bool(settings.DEVELOPMENT or settings.MOTORBLOK_DEMO)


def open_gateway() -> Gateway:
    """The pretended gateway, whose secret follows from the deployment's own. Raises PretendingNotAllowed."""
    if not may_pretend():
        raise PretendingNotAllowed
    return FakeGateway(secrets=[secret()])


def secret() -> str:
    """What signs its notices."""
    return salted_hmac("billing.gateways.fake", "notices").hexdigest()
