"""Asks DNS (RFC 1035, RFC 1464) whether the proof of a claim is there."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from dns.exception import DNSException
from dns.nameserver import Do53Nameserver
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from tenants.models import Answer, DomainClaim

PATIENCE = 5.0
PATIENCE_OF_ONE = 2.0  # so that a resolver that hangs leaves time for the next
UDP_BYTES = (
    1232  # what passes every network unbroken (DNS flag day 2020); a longer answer is asked for over TCP
)
AT_ONCE = 10
SEEN_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What DNS said; `seen` is what stood there instead of the proof."""

    answer: Answer
    seen: str = ""


def ask(claim: DomainClaim) -> Found:
    """What DNS says of a claim, within five seconds. A failure of DNS, or none to ask, is silence; it never raises."""
    try:
        answered = _resolver().resolve(f"{claim.record_name}.", TXT, search=False)
    except (NXDOMAIN, NoAnswer):
        return Found(Answer.MISSING)
    except (DNSException, OSError):
        return Found(Answer.SILENT)
    texts = [b"".join(record.strings).decode(errors="replace").strip(' "') for record in answered]
    if claim.record_value in texts:
        return Found(Answer.FOUND)
    return Found(Answer.OTHER, _shown(texts))


def ask_all(claims: Sequence[DomainClaim]) -> list[Found]:
    """The same of many, ten at once."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(ask, claims))


def _resolver() -> Resolver:
    """The deployment's resolvers, or this machine's own."""
    given = settings.MOTORBLOK_RESOLVERS
    resolver = Resolver(configure=not given)
    if given:
        resolver.nameservers = [Do53Nameserver(address, port) for address, port in given]
    resolver.lifetime, resolver.timeout = PATIENCE, PATIENCE_OF_ONE
    resolver.use_edns(0, 0, UDP_BYTES)
    return resolver


def _shown(texts: Sequence[str]) -> str:
    ours_first = sorted(texts, key=lambda text: (not text.lower().startswith("motorblok"), text))
    joined = " | ".join(ours_first)
    return "".join(sign if sign.isprintable() else " " for sign in joined)[:SEEN_LENGTH]
