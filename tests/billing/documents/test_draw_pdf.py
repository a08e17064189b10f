"""The PDF that people get: its figures are those of the paper, its data is inside, and it is made the same each time."""

import pickle
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from billing.documents.figures import sum_in
from billing.documents.parts import Look
from billing.documents.pdf import pdf, pictures
from billing.documents.pdf.logos import LogoCannotBeRead
from billing.documents.ubl import ubl
from billing.documents.words import word
from billing.money import major
from billing.rating.shapes import TaxProfile
from tests.billing.priced import REVERSED, item, rated, subscribed
from tests.billing.printed import ABROAD, BUYER, FAR_AWAY, credit_note, paper
from tests.billing.sixty import SEEDS, generated

ROOT = Path(__file__).resolve().parents[3]

TICK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M2 9l6 6 12-14" stroke="green"/></svg>'


def owed(**said):
    seats = subscribed(item("seats", model="seat", unit_price=Decimal("27.50")), quantity=Decimal(42))
    return rated(item("fee", name_en="Payroll", name_nl="Salarisadministratie"), seats, **said)


def drawn(of, language="en") -> PdfReader:
    return PdfReader(BytesIO(pdf(of, ubl(of), language)))


def text(of, language="en") -> str:
    return _plain("\n".join(page.extract_text() for page in drawn(of, language).pages))


def _plain(said: str) -> str:
    return " ".join(said.split())


@cache
def long_one():
    fees = [item(f"fee-{n:03}", name_en=f"Service {n}", unit_price=Decimal(n) + 1) for n in range(200)]
    return drawn(paper(rated(*fees)))


def test_the_figures_in_the_text_are_those_of_the_paper():
    said = text(paper(owed()))

    assert "Total excluding VAT €1,255.00" in said
    assert "VAT €263.55" in said
    assert "Total €1,518.55" in said
    assert "21 % 1,255.00 263.55" in said
    assert re.search(r"Seats 42 seats ?27\.50 ?21 % ?1,155\.00", said)


def test_it_is_written_in_dutch_for_who_reads_dutch():
    said = text(paper(owed()), "nl")

    assert "Factuur" in said
    assert "Salarisadministratie" in said
    assert "Totaal € 1.518,55" in said
    assert "uiterlijk 15 december 2026" in said
    assert "Invoice" not in said


def test_it_says_who_owes_what_to_whom_and_how_to_pay():
    said = text(paper(owed(), po_number="PO-77812"))

    for expected in (
        "2026-000123", "1 December 2026", "15 December 2026", "PO-77812", "Van Dalen Logistiek B.V.",
        "3089 JK Rotterdam", "NL987654321B02", "KvK 12345678", "VAT NL123456789B01", "NL91 ABNA 0417 1643 00",
        "RF46 2026 0001 23", "Scan with your banking app", "Page 1 of 1",
    ):  # fmt: skip
        assert expected in said


def test_the_xml_inside_is_the_one_that_was_given():
    of = paper(owed())

    assert drawn(of).attachments == {"2026-000123.xml": [ubl(of)]}


def test_it_is_marked_as_pdf_a_3b_that_can_be_read_aloud_with_its_data():
    reader = drawn(paper(owed()), "nl")
    catalogue, marked = reader.trailer["/Root"], reader.trailer["/Root"]["/Metadata"].get_data().decode()

    assert re.search(r"pdfaid:part>3<.*pdfaid:conformance>B<", marked, re.DOTALL)
    assert "pdfuaid:part>1<" in marked
    assert catalogue["/Lang"] == "nl"
    assert catalogue["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
    assert catalogue["/OutputIntents"]


def test_equal_papers_are_equal_bytes_and_other_papers_are_not():
    of = paper(owed())

    assert pdf(of, ubl(of), "en") == pdf(of, ubl(of), "en")
    assert pdf(of, ubl(of), "en") != pdf(replace(of, number="2026-000124"), ubl(of), "en")


def test_another_process_makes_the_same_bytes():
    of = generated(3)
    made = (
        "import pickle, sys; from billing.documents.pdf import pdf; from billing.documents.ubl import ubl; "
    )
    made += "of = pickle.load(sys.stdin.buffer); sys.stdout.buffer.write(pdf(of, ubl(of), of.language))"

    other = subprocess.run(
        [sys.executable, "-c", made], input=pickle.dumps(of), capture_output=True, check=True, cwd=ROOT
    )
    assert other.stdout == pdf(of, ubl(of), of.language)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sums_of_each_of_sixty_papers_are_the_same_in_pdf_and_xml(seed):
    of = generated(seed)
    reader = drawn(of, of.language)
    said = _plain("\n".join(page.extract_text() for page in reader.pages))

    assert f"{word('total', of.language)} {_plain(sum_in(of, of.total))}" in said
    assert _plain(sum_in(of, abs(of.payable))) in said
    ((xml,),) = reader.attachments.values()
    assert (
        f'PayableAmount currencyID="{of.currency}">{major(of.payable, currency=of.currency)}<' in xml.decode()
    )


def test_every_font_in_it_comes_from_the_package():
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in drawn(paper(owed())).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts
    assert all(font.startswith("FiraSans-") for font in fonts)


def test_a_credit_note_says_what_it_corrects_and_asks_for_nothing():
    said = text(credit_note(owed()))

    assert "Credit note" in said
    assert "Corrects invoice 2026-000123" in said
    assert "You get back" in said
    assert "Scan with" not in said
    assert "IBAN" not in said


def test_two_hundred_lines_repeat_their_heading_on_every_page():
    pages = [_plain(page.extract_text()) for page in long_one().pages]

    assert len(pages) > 3
    assert all("Description" in page and "Amount" in page for page in pages)
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert all("Invoice 2026-000123" in page for page in pages[1:])
    assert sum(len(re.findall(r"Service \d+ 1 month", page)) for page in pages) == 200


def test_days_stand_at_a_line_only_where_they_differ_from_the_papers():
    year = subscribed(item("year", interval="year"), from_on=date(2026, 11, 1))

    head, lines = text(paper(rated(item()))).split("Description")
    assert "1 to 30 November 2026" in head
    assert "November" not in lines

    head, lines = text(paper(rated(item(), year))).split("Description")
    assert "1 November 2026 to 31 October 2027" in head
    assert "1 to 30 November 2026" in lines


def test_vat_that_is_not_charged_says_why():
    assert "article 196 of Directive 2006/112/EC" in text(paper(owed(given={"tax": REVERSED}), buyer=ABROAD))
    far = paper(owed(given={"tax": TaxProfile(treatment="outside_eu")}, currency="USD"), buyer=FAR_AWAY)
    assert "no VAT is charged" in text(far)
    assert "Scan with" not in text(far)


def test_what_is_collected_asks_for_no_transfer():
    said = text(paper(owed(), transfer=None))

    assert "there is nothing to transfer" in said
    assert "IBAN" not in said


def test_what_was_paid_is_taken_off():
    said = text(paper(owed(), paid=51855))

    assert "Already paid −€518.55" in said
    assert "To be paid €1,000.00" in said


def test_names_that_are_too_long_wrap_and_stay_whole():
    name = "Coöperatie " + "Verpakkingsmaterialengroothandel" * 4

    said = text(paper(owed(), buyer=replace(BUYER, legal_name=name)))
    assert name.replace(" ", "") in re.sub(r"\s", "", said)


def test_a_sign_that_the_font_lacks_becomes_a_square_and_stays_in_the_xml():
    of = paper(owed(), buyer=replace(BUYER, legal_name="漢字 Łódź Ωμέγα Щука 🎉"))

    assert "□□ Łódź Ωμέγα Щука □" in text(of)
    assert "漢字 Łódź Ωμέγα Щука 🎉" in ubl(of).decode()


@pytest.mark.parametrize("logo", [TICK, b""])
def test_the_logo_stands_in_the_place_of_the_name(logo):
    of = paper(owed(), look=Look(accent="#0b7a5b", logo=logo))

    head = text(of).split("Van Dalen")[0]
    assert ("Ankerplaats" in head) == (not logo)


def test_a_logo_that_is_no_picture_is_refused_in_both_languages():
    with pytest.raises(LogoCannotBeRead) as refusal:
        drawn(paper(owed(), look=Look(logo=b"GIF89a")))

    assert "MOTORBLOK_INVOICE_LOGO" in refusal.value.words_en
    assert "kies een ander bestand" in refusal.value.words_nl


def test_the_pages_can_be_looked_at_before_they_are_sent():
    of = paper(owed())

    assert [page[:4] for page in pictures(of, ubl(of), "en", dots=40)] == [b"\x89PNG"]
