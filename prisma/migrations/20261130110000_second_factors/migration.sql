-- When somebody last proved, in this session, who they are. Signing in is such a proof.
ALTER TABLE sessions ADD COLUMN proven_at timestamptz(3) NOT NULL DEFAULT now();
UPDATE sessions SET proven_at = created_at;

-- The authenticator app of an account: one at most. It counts once a code of it has been typed in.
CREATE TABLE authenticator_apps (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- Encrypted with a key that the database does not have.
  secret bytea NOT NULL,
  -- The 30-second step of the last code that was accepted. Only a later one is.
  last_step bigint NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  confirmed_at timestamptz(3)
);

CREATE TABLE passkeys (
  -- The credential's id as the authenticator chose it, base64url.
  id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 1400),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL DEFAULT 0,
  transports text[] NOT NULL DEFAULT '{}',
  name text NOT NULL,
  is_backed_up boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3)
);
CREATE INDEX passkeys_user_id_idx ON passkeys (user_id, created_at);

-- A code is used by deleting its row.
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  hash bytea NOT NULL,
  PRIMARY KEY (user_id, hash)
);

-- What a passkey has to sign, once. Taken by deleting the row.
CREATE TABLE passkey_challenges (
  challenge text PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 'second-factor', 'confirm', 'add')),
  -- Whose passkey it is for; null for a sign-in, where the passkey says so.
  user_id uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX passkey_challenges_expires_at_idx ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_user_id_idx ON passkey_challenges (user_id) WHERE user_id IS NOT NULL;
