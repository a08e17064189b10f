from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from motorblok.kernel import schema
from tenants.drift import drifted

pytestmark = pytest.mark.usefixtures("owner_undone")

CHANGES = {
    "ALTER TABLE audit_event ADD COLUMN extra int": "column audit_event.extra integer",
    "ALTER TABLE audit_event ALTER kind DROP NOT NULL": "column audit_event.kind character varying(60)",
    "CREATE INDEX odd ON audit_event (kind)": "index CREATE INDEX odd ON audit_event USING btree (kind)",
    "ALTER TABLE audit_event ADD CONSTRAINT odd CHECK (kind <> '')": "constraint audit_event.odd CHECK (((kind)::text <> ''::text))",
    "CREATE TABLE odd ()": "r odd",
    "GRANT UPDATE ON audit_event TO {app}": "r audit_event",
}


def change(statement):
    with schema.entered_alone("c_globex"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_schemas_from_one_template_are_alike():
    out = StringIO()

    call_command("check_drift", stdout=out)

    assert drifted() == []
    assert out.getvalue() == "All client schemas are alike.\n"


@pytest.mark.parametrize(("statement", "line"), CHANGES.items())
def test_a_change_by_hand_is_named(statement, line):
    change(statement.replace("{app}", settings.MOTORBLOK_APP_ROLE))

    (drift,) = drifted()

    assert drift.schema_name == "c_globex"
    assert any(found.startswith(line) for found in drift.extra)


def test_what_is_gone_is_named_and_the_command_fails():
    change("DROP INDEX audit_event_subject")
    out = StringIO()

    with pytest.raises(CommandError, match="1 client schemas differ"):
        call_command("check_drift", stdout=out)

    assert "  - index CREATE INDEX audit_event_subject" in out.getvalue()
