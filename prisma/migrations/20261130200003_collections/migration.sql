-- Works that the host has put together, with a text, for some days or for good.
CREATE TABLE collections (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  text text NOT NULL DEFAULT '',
  is_published boolean NOT NULL DEFAULT false,
  -- Days (UTC), both inclusive; null for no limit.
  starts_on date,
  ends_on date,
  version integer NOT NULL DEFAULT 0,
  creation_key uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT collections_dates CHECK (starts_on <= ends_on)
);
CREATE UNIQUE INDEX collections_creation_key ON collections (creation_key);
CREATE INDEX collections_by_age ON collections (created_at DESC, id DESC);

CREATE TABLE collection_posts (
  collection_id uuid NOT NULL REFERENCES collections ON DELETE CASCADE,
  post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
  position integer NOT NULL,
  PRIMARY KEY (collection_id, post_id)
);
-- For the cascade.
CREATE INDEX collection_posts_by_post ON collection_posts (post_id);
