"""The database itself refuses to change or delete an event: only somebody who drops the trigger can, and the chain tells."""

from django.db import migrations

MAKE = """
CREATE FUNCTION congvu_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are only ever added (%)', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON common_auditevent
    FOR EACH ROW EXECUTE FUNCTION congvu_events_stay();
"""

REMOVE = """
DROP TRIGGER events_stay ON common_auditevent;
DROP FUNCTION congvu_events_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, REMOVE)]
