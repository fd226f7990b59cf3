-- Who did what that trust depends on. No foreign keys: a row stays as it was, whatever becomes of those whom it names.
CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  occurred_at timestamptz(3) NOT NULL DEFAULT now(),
  action text NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL DEFAULT '',
  subject_kind text NOT NULL,
  subject_id text NOT NULL DEFAULT '',
  subject_name text NOT NULL DEFAULT '',
  address_prefix text,
  request_reference text,
  details jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT audit_log_actor_kind CHECK (actor_kind IN ('account', 'terminal', 'shop', 'nobody')),
  CONSTRAINT audit_log_actor CHECK ((actor_kind = 'account') = (actor_id IS NOT NULL)),
  CONSTRAINT audit_log_prefix CHECK (address_prefix ~ '/(24|48)$'),
  CONSTRAINT audit_log_details CHECK (jsonb_typeof(details) = 'object' AND length(details::text) <= 4000)
);
-- The pages of the log, newest first: all of it, one kind of action, one account as who did it or to whom it was done.
CREATE INDEX audit_log_by_time ON audit_log (occurred_at DESC, id DESC);
CREATE INDEX audit_log_by_action ON audit_log (action, occurred_at DESC, id DESC);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, occurred_at DESC, id DESC) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_log_by_subject ON audit_log (subject_id, occurred_at DESC, id DESC) WHERE subject_kind = 'account';

-- How long a row stays. docs/privacy.md says the same.
CREATE FUNCTION audit_log_retention() RETURNS interval LANGUAGE sql IMMUTABLE AS $$ SELECT interval '400 days' $$;

-- What was written stays as it is, for anybody who writes to the database with the shop's own role as well.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_keeps_rows BEFORE DELETE ON audit_log
  FOR EACH ROW WHEN (OLD.occurred_at > now() - audit_log_retention()) EXECUTE FUNCTION audit_log_is_append_only();
-- Nobody dates a row back, so that it could be deleted at once, or forwards.
CREATE FUNCTION audit_log_sets_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.occurred_at := now();
  RETURN NEW;
END;
$$;
CREATE TRIGGER audit_log_time BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_sets_time();

-- Deletes rows whose time is over, the oldest first. @returns how many
CREATE FUNCTION delete_expired_audit_rows(max_rows integer) RETURNS integer LANGUAGE sql AS $$
  WITH deleted AS (
    DELETE FROM audit_log WHERE id IN (
      SELECT id FROM audit_log WHERE occurred_at <= now() - audit_log_retention()
      ORDER BY occurred_at, id LIMIT max_rows)
    RETURNING 1
  )
  SELECT count(*)::integer FROM deleted
$$;

-- Sees to works, and to nothing that is about money, accounts or the shop itself.
ALTER TYPE role ADD VALUE 'MODERATOR' BEFORE 'ADMIN';

-- Why a work was hidden, in words for its artist.
ALTER TABLE posts ADD COLUMN hidden_reason text;

-- The link with which the first account of a new shop becomes its admin. There is at most one.
CREATE TABLE admin_invitations (
  only_one boolean PRIMARY KEY DEFAULT true,
  -- sha256 of the token, hex.
  token_hash char(64) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  -- Until then the process that has printed it may be one of several that start at once.
  printed_until timestamptz(3) NOT NULL,
  CONSTRAINT admin_invitations_only_one CHECK (only_one)
);
