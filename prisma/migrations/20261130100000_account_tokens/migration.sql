-- When somebody showed that they receive mail at the account's address. Until then the address is only what they typed.
ALTER TABLE users ADD COLUMN email_proven_at timestamptz(3);
-- GitHub and Google had verified it; the demo gallery's addresses are nobody's.
UPDATE users SET email_proven_at = now()
  WHERE is_demo OR EXISTS (SELECT FROM identities WHERE identities.user_id = users.id);

-- One account for each proven address. Anybody may type any address, so an unproven one takes it from nobody.
CREATE UNIQUE INDEX users_proven_email ON users (email) WHERE email_proven_at IS NOT NULL;
CREATE INDEX users_email_idx ON users (email);
DROP INDEX users_email_key;

-- Earlier usernames keep leading to their account, and nobody else can take them.
CREATE TABLE former_usernames (
  username citext PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX former_usernames_user_id_idx ON former_usernames (user_id, created_at);

CREATE FUNCTION keep_former_usernames() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A change of a username waits for new accounts in progress, and they for it: each sees what the other has taken.
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock_shared(hashtext('usernames'));
  ELSE
    PERFORM pg_advisory_xact_lock(hashtext('usernames'));
  END IF;
  IF EXISTS (SELECT FROM former_usernames WHERE username = NEW.username AND user_id <> NEW.id) THEN
    RAISE unique_violation USING MESSAGE = 'the username belonged to another account', CONSTRAINT = 'users_username_key',
      TABLE = 'users', COLUMN = 'username';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM former_usernames WHERE username = NEW.username;
    -- Another spelling of the same name is the same name.
    IF OLD.username <> NEW.username THEN
      INSERT INTO former_usernames (username, user_id) VALUES (OLD.username, OLD.id);
    END IF;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER users_new_username BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION keep_former_usernames();
CREATE TRIGGER users_changed_username BEFORE UPDATE OF username ON users FOR EACH ROW
  WHEN (OLD.username::text <> NEW.username::text) EXECUTE FUNCTION keep_former_usernames();

-- What a link in a mail carries: 256 random bits, of which only the hash is stored. Using it deletes it.
CREATE TABLE account_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  purpose text NOT NULL,
  hash bytea NOT NULL,
  -- Where it was sent; for undoing a change of email, the address from before.
  email citext NOT NULL,
  data jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT account_tokens_purpose CHECK (purpose IN
    ('prove-email', 'reset-password', 'change-email', 'undo-email-change', 'join-identity'))
);
CREATE UNIQUE INDEX account_tokens_hash_key ON account_tokens (hash);
-- A new link voids the one before it, except for the way back to an earlier address: a thief could change it twice.
CREATE UNIQUE INDEX account_tokens_one_for_purpose ON account_tokens (user_id, purpose)
  WHERE purpose <> 'undo-email-change';
CREATE INDEX account_tokens_user_id_idx ON account_tokens (user_id);
CREATE INDEX account_tokens_expires_at_idx ON account_tokens (expires_at);

-- Whatever ends an account's sessions ends its links: somebody else may have asked for them. The way back to the address
-- from before stays, because somebody who took an account over changes its password as well.
CREATE FUNCTION delete_tokens_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM account_tokens WHERE user_id = NEW.id AND purpose <> 'undo-email-change';
  RETURN NULL;
END;
$$;
CREATE TRIGGER users_delete_tokens AFTER UPDATE ON users FOR EACH ROW
  WHEN (OLD.session_version <> NEW.session_version) EXECUTE FUNCTION delete_tokens_of_user();

-- What somebody typed who forgot a password. The worker looks for the account, so that the page takes the same time for
-- every name.
CREATE TABLE password_reset_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name citext NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Mails about an account, beside those about an order.
ALTER TABLE messages ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE messages ADD COLUMN user_id uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE messages ADD COLUMN data jsonb;
ALTER TABLE messages ADD CONSTRAINT messages_subject CHECK (num_nonnulls(order_id, user_id) = 1);
CREATE INDEX messages_user_id_idx ON messages (user_id, kind, created_at) WHERE user_id IS NOT NULL;
CREATE INDEX messages_to_address ON messages (lower(recipient), kind, sent_at) WHERE user_id IS NOT NULL;
