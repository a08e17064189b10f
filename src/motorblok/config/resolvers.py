"""Reads which resolvers DNS is asked through."""

import ipaddress

from motorblok.config import environment

DNS_PORT = 53
Place = tuple[str, int]


def resolvers(value: str, *, name: str) -> list[Place]:
    """IP numbers with their ports from `192.0.2.53 192.0.2.54:5353 [2001:db8::53]:53`; none for an empty value."""
    places = [_place(word) for word in value.replace(",", " ").split()]
    if None in places:
        environment.problems.append(
            f"{name} must hold IP numbers, each with a port or without, such as 192.0.2.53 192.0.2.54:5353."
        )
    return [place for place in places if place]


def _place(word: str) -> Place | None:
    try:
        return str(ipaddress.ip_address(word)), DNS_PORT
    except ValueError:
        pass
    host, _, port = word.rpartition(":")
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    is_port = port.isascii() and port.isdigit() and 0 < int(port) < 65_536
    return (str(address), int(port)) if is_port else None
