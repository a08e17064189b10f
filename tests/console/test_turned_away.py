from motorblok.audit.models import Event
from motorblok.kernel import schema
from tests import cast, world


def test_staff_that_asks_for_another_client_is_turned_away_and_noted_once(acme):
    nils = cast.browser(cast.sam(world.client("globex")))

    answers = {nils.get(f"/clients/acme/{page}").status_code for page in ("", "agreement/", "tasks/new/")}

    assert answers == {404}
    with schema.entered(acme.schema_name):
        (noted,) = Event.objects.filter(kind="accounts.staff.turned_away")
    assert noted.audience == 0
