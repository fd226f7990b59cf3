-- Tokens of the API. See docs/decisions/0034-api-tokens.md.

-- A session is somebody at a browser, or a program with a grant and what it may do. Neither can be used as the other.
ALTER TABLE sessions
  ADD COLUMN is_program boolean NOT NULL DEFAULT false,
  ADD COLUMN scopes text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT sessions_scopes CHECK (is_program = (cardinality(scopes) > 0));

-- Rotated at each use. A used one stays as long as its session, because its use is how a copy of it is noticed.
CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3)
);
CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id);
-- However many requests come at the same moment, a grant has one refresh token that works.
CREATE UNIQUE INDEX refresh_tokens_one_unused ON refresh_tokens (session_id) WHERE used_at IS NULL;

-- What signs access tokens, one after the other.
CREATE TABLE signing_keys (
  -- RFC 7638.
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  -- Encrypted with a key that the database does not have.
  private_key bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  signs_from timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX signing_keys_signs_from_key ON signing_keys (signs_from);

CREATE TABLE personal_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  hash bytea NOT NULL,
  scopes text[] NOT NULL,
  -- The last characters, by which its owner recognises it.
  ending text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  CONSTRAINT personal_tokens_scopes CHECK (cardinality(scopes) > 0)
);
CREATE UNIQUE INDEX personal_tokens_hash_key ON personal_tokens (hash);
CREATE INDEX personal_tokens_user_id_idx ON personal_tokens (user_id, created_at);
CREATE INDEX personal_tokens_expires_at_idx ON personal_tokens (expires_at);

-- Takes the account's row, so it waits for a suspension that is being written, and finds it.
CREATE TRIGGER personal_tokens_of_usable_accounts BEFORE INSERT OR UPDATE OF user_id ON personal_tokens
  FOR EACH ROW EXECUTE FUNCTION refuse_session_of_unusable_account();

-- Whatever ends an account's sessions ends its personal tokens, apart from a new password: its owner has typed the old one,
-- and programs that work stay. The command for a lost password deletes them by itself.
CREATE FUNCTION delete_personal_tokens_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM personal_tokens WHERE user_id = NEW.id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER users_delete_personal_tokens AFTER UPDATE ON users FOR EACH ROW
  WHEN (
    OLD.session_version <> NEW.session_version
    AND (
      OLD.password_hash IS NOT DISTINCT FROM NEW.password_hash
      OR OLD.role <> NEW.role
      OR (OLD.suspended_at IS NULL AND NEW.suspended_at IS NOT NULL)
      OR (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
    )
  )
  EXECUTE FUNCTION delete_personal_tokens_of_user();
