from django.db import migrations

# Whatever writes to these tables, the program included, keeps to this:
#   a correction is begun as a draft, by an expert of its field, and its author stays;
#   what was submitted does not change any more, nor do its sources and marks, and it is not deleted;
#   it is decided by a review, which is only ever added, by a reviewer of the field who is not the author, and which
#   names the hash of the text that was submitted;
#   knowledge comes from an approving review with that hash; its text is never exchanged, and what ended stays ended.
MAKE = """
CREATE FUNCTION congvu_holds(person bigint, wanted text, in_field bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM accounts_rolegrant g JOIN accounts_user u ON u.id = g.user_id
        WHERE g.user_id = person AND u.is_active AND g.role = wanted
          AND (g.field_id = in_field OR (g.field_id IS NULL AND g.agency_id IS NULL))
          AND (g.starts_on IS NULL OR g.starts_on <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
          AND (g.ends_on IS NULL OR g.ends_on > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date))
$$;

CREATE FUNCTION congvu_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION congvu_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            PERFORM congvu_refuse('a correction begins as a draft');
        END IF;
        IF NOT congvu_holds(NEW.author_id, 'expert', NEW.field_id) THEN
            PERFORM congvu_refuse('the author is no expert of this field');
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            PERFORM congvu_refuse('a submitted correction stays');
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.author_id <> OLD.author_id OR NEW.case_id <> OLD.case_id OR NEW.field_id <> OLD.field_id THEN
        PERFORM congvu_refuse('author, case and field of a correction stay');
    END IF;
    IF OLD.state = 'draft' THEN
        IF NEW.state NOT IN ('draft', 'submitted') THEN
            PERFORM congvu_refuse('a draft is submitted before it is decided');
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
        PERFORM congvu_refuse('a submitted correction does not change');
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state <> 'submitted' OR NOT EXISTS (
        SELECT FROM knowledge_review r
        WHERE r.correction_id = OLD.id AND r.decision = NEW.state AND r.content_hash = OLD.hash)) THEN
        PERFORM congvu_refuse('a correction is decided by a review of its text');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE INSERT OR UPDATE OR DELETE ON knowledge_correction
    FOR EACH ROW EXECUTE FUNCTION congvu_correction();

CREATE FUNCTION congvu_correction_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM knowledge_correction c WHERE c.state <> 'draft'
               AND c.id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.correction_id END,
                            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.correction_id END)) THEN
        PERFORM congvu_refuse('sources and marks of a submitted correction do not change');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER two_people BEFORE INSERT OR UPDATE OR DELETE ON knowledge_correctionsource
    FOR EACH ROW EXECUTE FUNCTION congvu_correction_part();
CREATE TRIGGER two_people BEFORE INSERT OR UPDATE OR DELETE ON knowledge_evidencemark
    FOR EACH ROW EXECUTE FUNCTION congvu_correction_part();

CREATE FUNCTION congvu_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE c knowledge_correction%ROWTYPE;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM congvu_refuse('reviews are only ever added');
    END IF;
    SELECT * INTO c FROM knowledge_correction WHERE id = NEW.correction_id FOR UPDATE;
    IF c.state <> 'submitted' THEN
        PERFORM congvu_refuse('only a submitted correction is reviewed');
    END IF;
    IF c.author_id = NEW.reviewer_id THEN
        PERFORM congvu_refuse('nobody reviews a correction of their own');
    END IF;
    IF c.hash <> NEW.content_hash THEN
        PERFORM congvu_refuse('a review names the text that was submitted');
    END IF;
    IF NOT congvu_holds(NEW.reviewer_id, 'reviewer', c.field_id) THEN
        PERFORM congvu_refuse('the reviewer is none of this field');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE INSERT OR UPDATE OR DELETE ON knowledge_review
    FOR EACH ROW EXECUTE FUNCTION congvu_review();

CREATE FUNCTION congvu_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM congvu_refuse('approved knowledge is withdrawn, not deleted');
    ELSIF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM knowledge_review r JOIN knowledge_correction c ON c.id = r.correction_id
            WHERE r.id = NEW.review_id AND c.id = NEW.correction_id AND c.state = 'approved'
              AND r.decision = 'approved' AND r.content_hash = c.hash AND c.hash = NEW.content_hash) THEN
            PERFORM congvu_refuse('knowledge comes from an approving review of this very text');
        END IF;
    ELSIF to_jsonb(NEW) - 'state' - 'why' - 'ended_at' <> to_jsonb(OLD) - 'state' - 'why' - 'ended_at'
          OR (OLD.state <> 'live' AND NEW.state = 'live') THEN
        PERFORM congvu_refuse('approved knowledge does not change, and what ended stays ended');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE INSERT OR UPDATE OR DELETE ON knowledge_knowledgeentry
    FOR EACH ROW EXECUTE FUNCTION congvu_entry();

CREATE FUNCTION congvu_entry_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM knowledge_knowledgeentry e WHERE e.version_id = OLD.id) THEN
        PERFORM congvu_refuse('the text of approved knowledge does not change');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_people BEFORE UPDATE ON corpus_documentversion
    FOR EACH ROW EXECUTE FUNCTION congvu_entry_text();
"""

REMOVE = """
DROP TRIGGER two_people ON corpus_documentversion;
DROP TRIGGER two_people ON knowledge_knowledgeentry;
DROP TRIGGER two_people ON knowledge_review;
DROP TRIGGER two_people ON knowledge_evidencemark;
DROP TRIGGER two_people ON knowledge_correctionsource;
DROP TRIGGER two_people ON knowledge_correction;
DROP FUNCTION congvu_entry_text, congvu_entry, congvu_review, congvu_correction_part, congvu_correction,
    congvu_refuse, congvu_holds;
"""


class Migration(migrations.Migration):

    dependencies = [("knowledge", "0001_initial"), ("accounts", "__first__"), ("corpus", "0002_document_law_key")]

    operations = [migrations.RunSQL(MAKE, REMOVE)]
