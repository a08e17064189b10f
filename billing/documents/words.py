"""The words on a paper, in both languages."""

from billing.rating.wording import Language, Words

WORDS = {
    "invoice": Words("Invoice", "Factuur"),
    "credit_note": Words("Credit note", "Creditnota"),
    "number": Words("Number", "Nummer"),
    "issued_on": Words("Date", "Datum"),
    "due_on": Words("Pay by", "Uiterlijk betalen"),
    "period": Words("Period", "Periode"),
    "po_number": Words("Your order", "Uw inkoopnummer"),
    "corrects": Words("Corrects invoice", "Corrigeert factuur"),
    "buyer_vat": Words("Your VAT number", "Uw btw-nummer"),
    "description": Words("Description", "Omschrijving"),
    "quantity": Words("Quantity", "Aantal"),
    "price": Words("Price", "Prijs"),
    "vat": Words("VAT", "Btw"),
    "amount": Words("Amount", "Bedrag"),
    "base": Words("Taxable", "Over"),
    "net": Words("Total excluding VAT", "Totaal exclusief btw"),
    "vat_total": Words("VAT", "Btw"),
    "own_vat": Words("VAT in {currency}: {sum}, at {rates}.", "Btw in {currency}: {sum}, tegen {rates}."),
    "total": Words("Total", "Totaal"),
    "paid": Words("Already paid", "Al betaald"),
    "to_pay": Words("To be paid", "Te betalen"),
    "to_get": Words("You get back", "U ontvangt terug"),
    "nothing": Words("Nothing to be paid", "Niets te betalen"),
    "how_to_pay": Words("How to pay", "Hoe te betalen"),
    "holder": Words("Payable to", "Ten name van"),
    "iban": Words("IBAN", "IBAN"),
    "bic": Words("BIC", "BIC"),
    "reference": Words("Payment reference", "Betalingskenmerk"),
    "scan": Words("Scan with your banking app", "Scan met uw bankapp"),
    "code_says": Words("Code for a banking app: the transfer of {sum}", "Code voor een bankapp: overboeking van {sum}"),
    "logo_of": Words("Logo of {name}", "Logo van {name}"),
    "vat_number": Words("VAT", "Btw"),
    "registration": Words("Trade register", "KvK"),
    "page": Words("Page", "Pagina"),
    "of": Words("of", "van"),
    "continued": Words("continued", "vervolg"),
    "attached": Words("The same document as data (UBL 2.1)", "Hetzelfde document als gegevens (UBL 2.1)"),
}  # fmt: skip

REGISTERS = {"NL": Words("KvK", "KvK"), "BE": Words("KBO", "KBO"), "GB": Words("Company no.", "Company no.")}
"""What the number in the trade register is called."""


def in_words(words: Words, language: Language) -> str:
    """Words in a language."""
    return words.en if language == "en" else words.nl


def word(name: str, language: Language) -> str:
    """A word of the paper by its name."""
    return in_words(WORDS[name], language)


def register(country: str, language: Language) -> str:
    """What a country calls the number in its trade register."""
    return in_words(REGISTERS.get(country, WORDS["registration"]), language)
