-- Artists have a face: place, statement, links and a portrait. See docs/decisions/0039-artist-profiles.md.

-- One set of files each time somebody chooses a portrait or another part of it, under names that are random, so that no
-- file is ever replaced. Rows come before files, so that what a killed process has left is found and removed.
CREATE TABLE portraits (
  key char(64) PRIMARY KEY CHECK (key ~ '^[0-9a-f]{64}$'),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  master char(64) NOT NULL CHECK (master ~ '^[0-9a-f]{64}$'),
  width int NOT NULL CHECK (width > 0),
  height int NOT NULL CHECK (height > 0),
  crop_x smallint NOT NULL CHECK (crop_x BETWEEN 0 AND 100),
  crop_y smallint NOT NULL CHECK (crop_y BETWEEN 0 AND 100),
  crop_size smallint NOT NULL CHECK (crop_size BETWEEN 1 AND 100),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  unused_since timestamptz(3) DEFAULT now()
);
CREATE INDEX portraits_by_owner ON portraits (user_id);
CREATE INDEX portraits_unused ON portraits (unused_since) WHERE unused_since IS NOT NULL;
CREATE TRIGGER portraits_of_open_accounts BEFORE INSERT ON portraits
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');

ALTER TABLE users
  ADD COLUMN place text NOT NULL DEFAULT '',
  ADD COLUMN statement text NOT NULL DEFAULT '',
  ADD COLUMN links text[] NOT NULL DEFAULT '{}' CHECK (cardinality(links) <= 5),
  -- The portrait in use: pages read it without another table.
  ADD COLUMN portrait_key char(64) UNIQUE REFERENCES portraits (key),
  ADD CONSTRAINT users_closed_profile CHECK (
    closed_at IS NULL OR (place = '' AND statement = '' AND links = '{}' AND portrait_key IS NULL));
