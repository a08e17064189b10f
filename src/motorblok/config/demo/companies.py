"""The demo's client companies and their contacts."""

from motorblok.config.demo.cast import Company, ContactPerson

SUSPENDED = "kade"
ONBOARDING = "lindenhof"

CLIENTS = (
    Company(
        slug="bakker",
        code="BAKKER",
        name="Bakker Logistics",
        contacts=(
            ContactPerson("Ann de Wit", "ann@bakker.example", "director"),
            ContactPerson("Bob Willems", "bob@bakker.example", "requester"),
            ContactPerson("Carla Smit", "carla@bakker.example", "lead", ("finance", "procurement")),
        ),
        tasks=76,
        lines=("logistics", "finance", "it-support", "hr", "procurement"),
        accent="#0f5c8c",
    ),
    Company(
        slug="noordzee",
        code="NOORD",
        name="Noordzee Retail",
        contacts=(
            ContactPerson("Daan Visser", "daan@noordzee.example", "director"),
            ContactPerson("Eva Bos", "eva@noordzee.example", "requester"),
            ContactPerson("Hugo Prins", "hugo@noordzee.example", "lead", ("procurement", "logistics")),
        ),
        tasks=68,
        lines=("finance", "procurement", "it-support", "logistics", "quality"),
    ),
    Company(
        slug="delta",
        code="DELTA",
        name="Delta Foods",
        time_zone="Europe/Brussels",
        country="BE",
        contacts=(
            ContactPerson("Femke Claes", "femke@delta.example", "director"),
            ContactPerson("Gert Maes", "gert@delta.example", "requester"),
            ContactPerson("Nele Wouters", "nele@delta.example", "lead", ("quality", "legal")),
        ),
        tasks=72,
        lines=("quality", "finance", "hr", "procurement", "logistics", "legal"),
    ),
    Company(
        slug="harbour",
        code="HARB",
        name="Harbour Health",
        language="en",
        time_zone="Europe/London",
        country="GB",
        contacts=(
            ContactPerson("Hannah Reid", "hannah@harbour.example", "director"),
            ContactPerson("Ian Lowe", "ian@harbour.example", "requester"),
            ContactPerson("Priya Shah", "priya@harbour.example", "lead", ("hr",)),
        ),
        tasks=64,
        lines=("hr", "legal", "finance", "it-support"),
        accent="#0b6b57",
    ),
    Company(
        slug="meridian",
        code="MERI",
        name="Meridian Architects",
        language="en",
        time_zone="Europe/Dublin",
        country="IE",
        contacts=(
            ContactPerson("Aoife Brennan", "aoife@meridian.example", "director"),
            ContactPerson("Liam Doyle", "liam@meridian.example", "requester"),
        ),
        tasks=48,
        lines=("finance", "hr", "it-support", "legal", "procurement"),
    ),
    Company(
        slug="dijkstra",
        code="DIJK",
        name="Dijkstra Installatietechniek",
        contacts=(
            ContactPerson("Wim Dijkstra", "wim@dijkstra.example", "director"),
            ContactPerson("Yvonne Kok", "yvonne@dijkstra.example", "requester"),
        ),
        tasks=46,
        lines=("finance", "hr", "procurement", "it-support"),
    ),
    Company(
        slug=SUSPENDED,
        code="KADE",
        name="Advocatenkantoor De Kade",
        contacts=(
            ContactPerson("Mirjam Kuiper", "mirjam@kade.example", "director"),
            ContactPerson("Stijn Postma", "stijn@kade.example", "requester"),
        ),
        tasks=40,
        lines=("finance", "it-support", "hr"),
    ),
    Company(
        slug=ONBOARDING,
        code="LINDE",
        name="Kinderopvang Lindenhof",
        contacts=(ContactPerson("Jolanda Mulder", "jolanda@lindenhof.example", "director"),),
        tasks=0,
        lines=("finance", "hr"),
    ),
)
