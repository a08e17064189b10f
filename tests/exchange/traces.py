"""Small logs in XES for the tests of the import; the keys are the columns of the example map."""

from xml.sax.saxutils import quoteattr

from tests.exchange.logs import COLUMNS

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
)
EXTENSION = (
    '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
    '<global scope="event"><string key="customer" value="__INVALID__"/></global>\n'
)
TAIL = "</log>\n"


def attribute(key, value, tag="string", within=""):
    """One attribute, with others within it."""
    return f"<{tag} key={quoteattr(key)} value={quoteattr(value)}>{within}</{tag}>"


def event(activity="Assign seriousness", at="2012-10-09 14:50:17", **others):
    """One event in the shape of the example map; None leaves a value out."""
    values = {**COLUMNS, "activity": activity, "completed_at": at, **others}
    del values["case"]
    return f"<event>{''.join(attribute(key, value) for key, value in values.items() if value is not None)}</event>\n"


def trace(case, *events):
    """One trace of these events."""
    name = attribute("case", case) if case is not None else ""
    return f"<trace>{name}\n{''.join(events)}</trace>\n"


def write_xes(folder, *traces, name="log.xes", head=HEAD + EXTENSION, tail=TAIL):
    """A log file of these traces."""
    path = folder / name
    path.write_text(head + "".join(traces) + tail, encoding="utf-8")
    return path
