-- Following artists by mail: see docs/decisions/0039-artist-profiles.md.

-- Somebody who follows artists: an account, or an address. The token is in each of their mails, and can only end them.
CREATE TABLE followers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email citext UNIQUE,
  user_id uuid UNIQUE REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  token text NOT NULL UNIQUE,
  -- Of followers that became this one: mails with them were sent.
  former_tokens text[] NOT NULL DEFAULT '{}',
  digest_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT followers_one CHECK (num_nonnulls(email, user_id) = 1)
);
CREATE INDEX followers_former_tokens ON followers USING gin (former_tokens) WITH (fastupdate = off);
CREATE TRIGGER followers_of_open_accounts BEFORE INSERT OR UPDATE OF user_id ON followers
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');

CREATE TABLE follows (
  follower_id uuid NOT NULL REFERENCES followers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  artist_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  confirmed_at timestamptz(3),
  token_hash bytea UNIQUE,
  token_expires_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (follower_id, artist_id),
  CONSTRAINT follows_token CHECK ((token_hash IS NULL) = (token_expires_at IS NULL))
);
CREATE INDEX follows_by_artist ON follows (artist_id);
CREATE INDEX follows_unconfirmed ON follows (created_at) WHERE confirmed_at IS NULL;

-- Works that a follower has not been told of, and when the next mail may be due.
CREATE TABLE follow_news (
  follower_id uuid NOT NULL REFERENCES followers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  post_id uuid NOT NULL REFERENCES posts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  due_at timestamptz(3) NOT NULL,
  PRIMARY KEY (follower_id, post_id)
);
CREATE INDEX follow_news_due ON follow_news (due_at);
CREATE INDEX follow_news_by_post ON follow_news (post_id);

-- In the transaction that publishes a work for the first time, whichever command that is. Mails wait for a quarter of an hour,
-- so that works that are published together are in one, and a day after the last one.
CREATE FUNCTION tell_followers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO follow_news (follower_id, post_id, due_at)
  SELECT followers.id, NEW.id, greatest(now() + interval '15 minutes', followers.digest_at + interval '24 hours')
  FROM follows JOIN followers ON followers.id = follower_id
  WHERE artist_id = NEW.artist_id AND confirmed_at IS NOT NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END;
$$;
CREATE TRIGGER posts_tell_followers_insert AFTER INSERT ON posts
  FOR EACH ROW WHEN (NEW.listed_at IS NOT NULL AND NEW.status = 'LISTED') EXECUTE FUNCTION tell_followers();
CREATE TRIGGER posts_tell_followers_update AFTER UPDATE OF listed_at ON posts
  FOR EACH ROW WHEN (OLD.listed_at IS NULL AND NEW.listed_at IS NOT NULL) EXECUTE FUNCTION tell_followers();

-- A mail is about an order, an account or a follower.
ALTER TABLE messages
  ADD COLUMN follower_id uuid REFERENCES followers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  DROP CONSTRAINT messages_subject,
  ADD CONSTRAINT messages_subject CHECK (num_nonnulls(order_id, user_id, follower_id) = 1);
CREATE INDEX messages_to_followers ON messages (follower_id, kind, created_at) WHERE follower_id IS NOT NULL;
CREATE INDEX messages_to_followers_by_age ON messages (sent_at) WHERE follower_id IS NOT NULL;
