"""The preview of a change in words: the invoice it stands on, line by line, beside what that would be without it."""

from dataclasses import dataclass

from billing.queries.changes import ChangePreview
from billing.rating.shapes import Line, Rated
from billing.speaking import chosen, day, money, number, span


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the invoice, with the sentences that explain it."""

    name: str
    days: str
    amount: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """The next invoice after the change, without usage; `before` is its total without it, "" where it had none."""

    on: str
    period: str
    lines: tuple[LineShown, ...]
    vat: tuple[tuple[str, str], ...]
    net: str
    total: str
    before: str


def preview_shown(preview: ChangePreview) -> PreviewShown:
    """A preview in the reader's language."""
    after = preview.after
    return PreviewShown(
        on=day(preview.on),
        period=span(preview.period),
        lines=tuple(_line(line, after) for line in after.lines),
        vat=tuple((number(tax.percent), money(tax.amount, after.currency)) for tax in after.taxes),
        net=money(after.net, after.currency),
        total=money(after.total, after.currency),
        before=money(preview.before.total, after.currency) if preview.before else "",
    )


def _line(line: Line, after: Rated) -> LineShown:
    why = tuple(chosen(step.words_en, step.words_nl) for step in line.explanation)
    name = chosen(line.name_en, line.name_nl)
    return LineShown(name, span(line.period), money(line.amount, after.currency), why)
