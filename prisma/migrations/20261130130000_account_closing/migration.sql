-- Leaving: an account that is closed seven days after its owner asked for it, exports of what is stored about an account,
-- and removing a buyer from their order. See docs/decisions/0033-leaving.md.

ALTER TABLE users
  ADD COLUMN closing_at timestamptz(3),
  ADD COLUMN closes_at timestamptz(3),
  ADD COLUMN closing_obstacle text,
  ADD COLUMN closed_at timestamptz(3),
  ADD COLUMN cleaned_up_at timestamptz(3),
  ADD CONSTRAINT users_closing CHECK ((closing_at IS NULL) = (closes_at IS NULL)),
  ADD CONSTRAINT users_closed CHECK (
    closed_at IS NULL
    OR (closing_at IS NOT NULL AND password_hash IS NULL AND creation_key IS NULL AND bio = '' AND role = 'MEMBER'));
CREATE INDEX users_closing ON users (closes_at) WHERE closes_at IS NOT NULL AND closed_at IS NULL;
CREATE INDEX users_to_clean_up ON users (closed_at) WHERE closed_at IS NOT NULL AND cleaned_up_at IS NULL;

-- Published when its artist asked to close the account; undoing that publishes it again.
ALTER TABLE posts ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;

-- When the buyer's name, email and other traces were asked to be removed, and when they were.
ALTER TABLE orders
  ADD COLUMN erase_requested_at timestamptz(3),
  ADD COLUMN buyer_erased_at timestamptz(3);
CREATE INDEX orders_to_erase ON orders (erase_requested_at)
  WHERE erase_requested_at IS NOT NULL AND buyer_erased_at IS NULL;

CREATE INDEX messages_by_recipient ON messages (recipient);

-- Usernames of closed accounts, which nobody can have again: sha256 of the name in lower case.
CREATE TABLE retired_usernames (
  hash bytea PRIMARY KEY,
  retired_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE FUNCTION username_hash(username citext) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(convert_to(lower(username::text), 'UTF8'));

CREATE TABLE exports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  requested_at timestamptz(3) NOT NULL DEFAULT now(),
  leased_until timestamptz(3),
  lease uuid,
  attempts int NOT NULL DEFAULT 0,
  last_error text,
  ready_at timestamptz(3),
  file text,
  bytes bigint,
  removed_at timestamptz(3),
  CONSTRAINT exports_ready CHECK (ready_at IS NULL OR (file IS NOT NULL AND bytes IS NOT NULL))
);
CREATE UNIQUE INDEX exports_one_in_progress ON exports (user_id) WHERE ready_at IS NULL AND removed_at IS NULL;
CREATE INDEX exports_by_owner ON exports (user_id, requested_at DESC);
CREATE INDEX exports_by_age ON exports (requested_at);

-- The one-time link that proves a guest's order to be theirs.
CREATE TABLE erasure_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL UNIQUE REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX erasure_links_by_age ON erasure_links (expires_at);

-- What follows makes the database decide, also for rows that a command wrote at the same moment: each check takes the
-- account's row FOR SHARE, so it waits for a closing that is being written. Posts are always locked before accounts.

CREATE FUNCTION refuse_rows_of_closed_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the account is closed' USING ERRCODE = 'MY001', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER identities_of_open_accounts BEFORE INSERT OR UPDATE ON identities
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER authenticator_apps_of_open_accounts BEFORE INSERT OR UPDATE ON authenticator_apps
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER passkeys_of_open_accounts BEFORE INSERT OR UPDATE ON passkeys
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER recovery_codes_of_open_accounts BEFORE INSERT OR UPDATE ON recovery_codes
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER passkey_challenges_of_open_accounts BEFORE INSERT OR UPDATE ON passkey_challenges
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER account_tokens_of_open_accounts BEFORE INSERT OR UPDATE ON account_tokens
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
CREATE TRIGGER saved_forms_of_open_accounts BEFORE INSERT ON saved_forms
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('owner_id');
CREATE TRIGGER post_images_of_open_accounts BEFORE INSERT ON post_images
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('owner_id');
CREATE TRIGGER picture_uploads_of_open_accounts BEFORE INSERT ON picture_uploads
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('owner_id');
CREATE TRIGGER exports_of_open_accounts BEFORE INSERT ON exports
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');

CREATE FUNCTION refuse_session_of_unusable_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id AND closed_at IS NULL AND suspended_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the account is closed or suspended' USING ERRCODE = 'MY001', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER sessions_of_usable_accounts BEFORE INSERT OR UPDATE OF user_id ON sessions
  FOR EACH ROW EXECUTE FUNCTION refuse_session_of_unusable_account();

-- Who is leaving publishes nothing, and whose account is closed has no new work.
CREATE FUNCTION refuse_post_of_leaving_artist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users
  WHERE id = NEW.artist_id AND closed_at IS NULL AND (NEW.status <> 'LISTED' OR closing_at IS NULL) FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the artist is leaving' USING ERRCODE = 'MY001', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER posts_of_staying_artists BEFORE INSERT ON posts
  FOR EACH ROW EXECUTE FUNCTION refuse_post_of_leaving_artist();
CREATE TRIGGER posts_published_by_staying_artists BEFORE UPDATE OF status ON posts
  FOR EACH ROW WHEN (NEW.status = 'LISTED' AND OLD.status <> 'LISTED')
  EXECUTE FUNCTION refuse_post_of_leaving_artist();

-- Who is leaving begins no purchase.
CREATE FUNCTION refuse_order_of_leaving_buyer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.buyer_id AND closing_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the buyer is leaving' USING ERRCODE = 'MY001', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_of_staying_buyers BEFORE INSERT ON orders
  FOR EACH ROW WHEN (NEW.buyer_id IS NOT NULL) EXECUTE FUNCTION refuse_order_of_leaving_buyer();

-- A payment that comes late says again who paid. They are told what becomes of it, and removed again afterwards.
CREATE FUNCTION note_buyer_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.buyer_erased_at := NULL;
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_buyer_again BEFORE UPDATE ON orders FOR EACH ROW
  WHEN (
    OLD.buyer_erased_at IS NOT NULL
    AND (NEW.buyer_email IS NOT NULL OR NEW.buyer_name IS NOT NULL OR NEW.buyer_country IS NOT NULL))
  EXECUTE FUNCTION note_buyer_again();

CREATE FUNCTION refuse_retired_username() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM retired_usernames WHERE hash = username_hash(NEW.username)) THEN
    RAISE EXCEPTION 'the username belonged to a closed account'
      USING ERRCODE = 'unique_violation', TABLE = 'users', CONSTRAINT = 'users_username_key';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER users_retired_username BEFORE INSERT OR UPDATE OF username ON users
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_username();

-- Whatever closes an account, it can no longer be signed in to, and nobody gets its name.
CREATE FUNCTION close_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM identities WHERE user_id = NEW.id;
  DELETE FROM account_tokens WHERE user_id = NEW.id;
  DELETE FROM authenticator_apps WHERE user_id = NEW.id;
  DELETE FROM passkeys WHERE user_id = NEW.id;
  DELETE FROM recovery_codes WHERE user_id = NEW.id;
  DELETE FROM passkey_challenges WHERE user_id = NEW.id;
  -- All names that it ever had.
  INSERT INTO retired_usernames (hash)
    SELECT username_hash(username) FROM former_usernames WHERE user_id = NEW.id
    UNION SELECT username_hash(OLD.username)
    ON CONFLICT DO NOTHING;
  DELETE FROM former_usernames WHERE user_id = NEW.id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER users_close BEFORE UPDATE ON users FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION close_account();
CREATE TRIGGER users_close_ends_sessions BEFORE UPDATE ON users FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION end_sessions_of_user();

CREATE FUNCTION keep_account_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the account is closed' USING ERRCODE = 'MY001', TABLE = TG_TABLE_NAME;
END;
$$;
CREATE TRIGGER users_stay_closed BEFORE UPDATE ON users FOR EACH ROW
  WHEN (
    OLD.closed_at IS NOT NULL
    AND ROW(OLD.closed_at, OLD.username, OLD.email, OLD.display_name, OLD.bio, OLD.password_hash, OLD.role)
      IS DISTINCT FROM ROW(NEW.closed_at, NEW.username, NEW.email, NEW.display_name, NEW.bio, NEW.password_hash, NEW.role))
  EXECUTE FUNCTION keep_account_closed();

-- A sold work of a closed account whose sale is refunded is not sold any more, and goes as well.
CREATE FUNCTION clean_up_account_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET cleaned_up_at = NULL WHERE id = NEW.artist_id AND closed_at IS NOT NULL;
  RETURN NULL;
END;
$$;
CREATE TRIGGER posts_of_closed_accounts AFTER UPDATE OF status ON posts
  FOR EACH ROW WHEN (OLD.status = 'SOLD' AND NEW.status <> 'SOLD') EXECUTE FUNCTION clean_up_account_again();
