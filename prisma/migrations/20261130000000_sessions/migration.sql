-- A session is a row: who is signed in where. It is valid as long as it is here and has not expired.
CREATE TABLE sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  device text NOT NULL DEFAULT '',
  country char(2),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id, created_at);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

-- Whatever changes these, a command of the shop or somebody at a terminal, ends every session of the account. A sign-in
-- that has read the account before takes its row FOR SHARE, compares session_version and finds that it has changed.
CREATE FUNCTION end_sessions_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.session_version := OLD.session_version + 1;
  DELETE FROM sessions WHERE user_id = NEW.id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER users_end_sessions BEFORE UPDATE ON users FOR EACH ROW
  WHEN (
    OLD.password_hash IS DISTINCT FROM NEW.password_hash
    OR OLD.role <> NEW.role
    OR OLD.session_version <> NEW.session_version
    OR (OLD.suspended_at IS NULL AND NEW.suspended_at IS NOT NULL)
  )
  EXECUTE FUNCTION end_sessions_of_user();
