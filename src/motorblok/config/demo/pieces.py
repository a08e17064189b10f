"""What is asked of a back office on an ordinary day: titles, what they ask, and the answers they get."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A task as somebody asks for it, and the answer it ends with."""

    service_line: str
    priority: str
    title: str
    description: str
    answer: str
    is_internal: bool = False


PIECES = (
    Piece(
        "finance",
        "normal",
        "Post supplier invoice 4870",
        "The supplier says it was sent on the 12th. The order was for 40 pallets, not 44.",
        "Posted against the order; we asked the supplier for a credit note for the four pallets.",
    ),
    Piece(
        "finance",
        "high",
        "Payment run of Tuesday",
        "Please leave out the two invoices that are in dispute.",
        "The proposal holds 31 invoices without the two in dispute. It is ready for your approval.",
    ),
    Piece(
        "finance",
        "normal",
        "Bank reconciliation of last week",
        "Twelve lines are open on the current account.",
        "Ten lines are matched. For two receipts we need the invoice numbers.",
    ),
    Piece(
        "finance",
        "low",
        "Copy of the VAT return of the third quarter",
        "The auditor asks for it.",
        "The return and the receipt of the tax office are sent to the auditor.",
    ),
    Piece(
        "hr",
        "high",
        "New colleague starts on the first of the month",
        "Contract, payroll data and a laptop; she works 32 hours, not on Wednesdays.",
        "The contract is signed and she is in the payroll from the first.",
    ),
    Piece(
        "hr",
        "normal",
        "Question about the holiday allowance",
        "Why is it lower than last year on this payslip?",
        "It was paid over eleven months: she started in July. The calculation is attached to the payslip.",
    ),
    Piece(
        "hr",
        "urgent",
        "Correct bank account before the payroll run",
        "He changed banks, and the run is tomorrow.",
        "The account is changed and checked with him by phone.",
    ),
    Piece(
        "it-support",
        "urgent",
        "Nobody can print packing slips",
        "Since eight o'clock. The trucks leave at eleven.",
        "A full queue on the print server; it is emptied and watched.",
    ),
    Piece(
        "it-support",
        "normal",
        "Laptop is slow since the update",
        "Starting takes ten minutes.",
        "The disk was nearly full. 40 GB are freed and it starts within a minute.",
    ),
    Piece(
        "it-support",
        "high",
        "Give the new planner access",
        "The same rights as her predecessor, from Monday.",
        "Access is given, and that of the predecessor is withdrawn.",
    ),
    Piece(
        "procurement",
        "normal",
        "Three quotes for racking",
        "For the new hall, 400 places, delivery in spring.",
        "Three quotes compared in one sheet; the second is the best over five years.",
    ),
    Piece(
        "procurement",
        "high",
        "Order 88213 has not arrived",
        "We need the labels before Thursday.",
        "The carrier delivers tomorrow before ten. We follow it.",
    ),
    Piece(
        "logistics",
        "normal",
        "Stock of article 5512 does not add up",
        "The system says 220, on the shelf are 196.",
        "A return of 24 was booked twice; it is corrected.",
    ),
    Piece(
        "logistics",
        "low",
        "Plan the stock count of December",
        "Preferably in the second week, not on Friday.",
        "It is planned for Tuesday the 8th, from 14:00.",
    ),
    Piece(
        "quality",
        "high",
        "Complaint about a damaged delivery",
        "The photos show a torn foil. Is it our packing?",
        "The pallet was wrapped too low. The instruction is changed and the team has it.",
    ),
    Piece(
        "legal",
        "normal",
        "Review a confidentiality agreement",
        "Their paper, one page, they wish to sign this week.",
        "Two remarks on the term and the venue; with those it can be signed.",
    ),
    Piece(
        "legal",
        "low",
        "When can we end the lease of the copier?",
        "It runs since 2022, we believe.",
        "On the first of June, if notice is given before the first of March. We have noted the date.",
    ),
    Piece(
        "finance",
        "normal",
        "Check the margin on this client's fixed fee",
        "We spend more hours on it than planned.",
        "Eleven hours above plan this month; the owner will speak with them.",
        is_internal=True,
    ),
)
