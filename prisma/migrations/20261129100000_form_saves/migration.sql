-- A save names the version that its form began with, so that a second tab never writes over the first unseen.
ALTER TABLE posts ADD COLUMN version integer NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN profile_version integer NOT NULL DEFAULT 0;

-- A form that creates something carries a key, so that sending it twice creates one thing.
ALTER TABLE posts ADD COLUMN creation_key uuid;
CREATE UNIQUE INDEX posts_creation_key ON posts (artist_id, creation_key) WHERE creation_key IS NOT NULL;
ALTER TABLE users ADD COLUMN creation_key uuid;
CREATE UNIQUE INDEX users_creation_key ON users (creation_key) WHERE creation_key IS NOT NULL;

-- What was typed into a post form without JavaScript, between the redirects of an unfinished save.
CREATE TABLE saved_forms (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  -- null for a new work.
  post_id uuid,
  content jsonb NOT NULL CHECK (octet_length(content::text) <= 262144),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX saved_forms_by_owner ON saved_forms (owner_id, created_at DESC);
CREATE INDEX saved_forms_by_age ON saved_forms (created_at);
