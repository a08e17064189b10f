"""Elements of UBL, written down with their prefixes; what is empty is left out."""

import re
from decimal import Decimal
from xml.etree.ElementTree import Element, indent, tostring

from billing.money import major
from billing.rating.canonical import plain

COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text without the signs that XML 1.0 cannot carry, and without the space around it."""
    return NOT_IN_XML.sub("", text).strip()


def leaf(tag: str, text: str, **attributes: str) -> Element | None:
    """A `cbc` element; None where there is no text."""
    content = clean(text)
    if not content:
        return None
    element = Element(f"cbc:{tag}", {key: value for key, value in attributes.items() if value})
    element.text = content
    return element


def node(tag: str, *children: Element | None) -> Element | None:
    """A `cac` element around its children; None where there are none."""
    element = Element(f"cac:{tag}")
    element.extend(child for child in children if child is not None)
    return element if len(element) else None


def sum_of(tag: str, minor: int, currency: str) -> Element | None:
    """A sum of money with all decimals of its currency."""
    return leaf(tag, f"{major(minor, currency=currency):f}", currencyID=currency)


def number(tag: str, value: Decimal, **attributes: str) -> Element | None:
    """A quantity, a price or a percentage, without an exponent."""
    return leaf(tag, plain(value), **attributes)


def document(name: str, *children: Element | None) -> bytes:
    """The whole document as UTF-8."""
    root = Element(
        name,
        {
            "xmlns": f"{COMPONENTS}:{name}-2",
            "xmlns:cac": f"{COMPONENTS}:CommonAggregateComponents-2",
            "xmlns:cbc": f"{COMPONENTS}:CommonBasicComponents-2",
        },
    )
    root.extend(child for child in children if child is not None)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
