"""Whether a host may have a certificate: what a proxy asks that gets them on demand, as Caddy does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motorblok.accounts.doors import anyone
from tenants import hosts
from tenants.middleware import NOT_SERVED


@anyone
def ask(request: HttpRequest) -> HttpResponse:
    """200 for the console's host and for those of clients that are served, else 404: nobody else's name costs us a certificate.

    A host that was taken away is refused within a second, and within half a minute where Redis is away.
    """
    host = request.GET.get("domain", "").lower()
    return HttpResponse(status=200 if host == settings.MOTORBLOK_CONSOLE_HOST or _is_served(host) else 404)


def _is_served(host: str) -> bool:
    client = hosts.table.find(host)
    return client is not None and client.state not in NOT_SERVED
