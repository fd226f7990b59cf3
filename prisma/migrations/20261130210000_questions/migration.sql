-- Questions about works: see docs/decisions/0041-questions.md.

-- A guest's question, until the link in a mail shows that the address is theirs.
CREATE TABLE waiting_questions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  post_id uuid NOT NULL REFERENCES posts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  email citext NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  token_hash bytea UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX waiting_questions_by_email ON waiting_questions (email, created_at);
CREATE INDEX waiting_questions_by_age ON waiting_questions (created_at);
CREATE INDEX waiting_questions_by_post ON waiting_questions (post_id);

CREATE TABLE threads (
  id uuid PRIMARY KEY,
  post_id uuid REFERENCES posts (id) ON DELETE SET NULL ON UPDATE CASCADE,
  work_title text NOT NULL,
  artist_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  asker_id uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  asker_email citext,
  asker_name text NOT NULL DEFAULT '',
  link_token text UNIQUE,
  asker_reply_token text UNIQUE,
  artist_reply_token text UNIQUE,
  awaits_since timestamptz(3),
  reminded_at timestamptz(3),
  last_at timestamptz(3) NOT NULL DEFAULT now(),
  blocked_by_artist_at timestamptz(3),
  blocked_by_asker_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT threads_asker CHECK (num_nonnulls(asker_id, asker_email) <= 1),
  CONSTRAINT threads_of_two CHECK (asker_id <> artist_id)
);
CREATE UNIQUE INDEX threads_one_of_account ON threads (post_id, asker_id);
CREATE UNIQUE INDEX threads_one_of_email ON threads (post_id, asker_email);
CREATE INDEX threads_by_artist ON threads (artist_id, last_at DESC, id DESC);
CREATE INDEX threads_unanswered ON threads (artist_id, last_at DESC, id DESC) WHERE awaits_since IS NOT NULL;
CREATE INDEX threads_to_remind ON threads (awaits_since) WHERE awaits_since IS NOT NULL AND reminded_at IS NULL;
CREATE INDEX threads_by_asker_account ON threads (asker_id, last_at DESC, id DESC) WHERE asker_id IS NOT NULL;
CREATE INDEX threads_by_asker_email ON threads (asker_email, last_at DESC, id DESC) WHERE asker_email IS NOT NULL;
CREATE INDEX threads_by_age ON threads (last_at);
CREATE TRIGGER threads_of_open_artists BEFORE INSERT ON threads
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('artist_id');
CREATE TRIGGER threads_of_open_askers BEFORE INSERT OR UPDATE OF asker_id ON threads
  FOR EACH ROW WHEN (NEW.asker_id IS NOT NULL) EXECUTE FUNCTION refuse_rows_of_closed_account('asker_id');

CREATE TABLE thread_messages (
  id uuid PRIMARY KEY,
  thread_id uuid NOT NULL REFERENCES threads (id) ON DELETE CASCADE ON UPDATE CASCADE,
  side text NOT NULL,
  text text NOT NULL,
  attachments_dropped smallint NOT NULL DEFAULT 0,
  creation_key text,
  reported_at timestamptz(3),
  reported_reason text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT thread_messages_side CHECK (side IN ('asker', 'artist')),
  CONSTRAINT thread_messages_report CHECK ((reported_at IS NULL) = (reported_reason IS NULL))
);
CREATE UNIQUE INDEX thread_messages_once ON thread_messages (thread_id, creation_key);
CREATE INDEX thread_messages_in_order ON thread_messages (thread_id, created_at DESC, id DESC);
CREATE INDEX thread_messages_reported ON thread_messages (reported_at, id) WHERE reported_at IS NOT NULL;

-- A mail is about an order, an account, a follower, a question that waits or a thread.
ALTER TABLE messages
  ADD COLUMN question_id uuid REFERENCES waiting_questions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  ADD COLUMN thread_id uuid REFERENCES threads (id) ON DELETE CASCADE ON UPDATE CASCADE,
  DROP CONSTRAINT messages_subject,
  ADD CONSTRAINT messages_subject CHECK (num_nonnulls(order_id, user_id, follower_id, question_id, thread_id) = 1);
CREATE INDEX messages_about_questions ON messages (question_id) WHERE question_id IS NOT NULL;
CREATE INDEX messages_about_threads ON messages (thread_id, kind, created_at) WHERE thread_id IS NOT NULL;
CREATE INDEX messages_about_threads_by_age ON messages (sent_at) WHERE thread_id IS NOT NULL;
