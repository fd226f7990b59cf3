-- Works from a CSV file: checked whole, confirmed by their artist, then brought in by the worker, row by row.
-- See docs/decisions/0037-csv.md.

CREATE TABLE imports (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  zip boolean NOT NULL DEFAULT false,
  problems jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  confirmed_at timestamptz(3),
  finished_at timestamptz(3),
  lease uuid,
  leased_until timestamptz(3),
  CONSTRAINT imports_refused CHECK (problems IS NULL OR confirmed_at IS NULL),
  CONSTRAINT imports_finished CHECK (finished_at IS NULL OR confirmed_at IS NOT NULL)
);
-- One at a time for each account, and one that waits to be confirmed or was refused.
CREATE UNIQUE INDEX imports_one_running ON imports (owner_id) WHERE confirmed_at IS NOT NULL AND finished_at IS NULL;
CREATE UNIQUE INDEX imports_one_unconfirmed ON imports (owner_id) WHERE confirmed_at IS NULL;
CREATE INDEX imports_due ON imports (leased_until) WHERE confirmed_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX imports_by_owner ON imports (owner_id, created_at DESC);
CREATE INDEX imports_by_age ON imports (created_at);
CREATE TRIGGER imports_of_open_accounts BEFORE INSERT ON imports
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('owner_id');

CREATE TABLE import_rows (
  import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number int NOT NULL,
  action text NOT NULL,
  content jsonb NOT NULL,
  post_id uuid REFERENCES posts (id) ON DELETE SET NULL ON UPDATE CASCADE,
  version int,
  picture_ids uuid[] NOT NULL DEFAULT '{}',
  attempts int NOT NULL DEFAULT 0,
  done_at timestamptz(3),
  problem text,
  PRIMARY KEY (import_id, number),
  CONSTRAINT import_rows_action CHECK (action IN ('create', 'update', 'skip')),
  CONSTRAINT import_rows_done CHECK (done_at IS NULL OR problem IS NULL)
);
CREATE INDEX import_rows_waiting ON import_rows (import_id, number) WHERE done_at IS NULL AND problem IS NULL;
CREATE INDEX import_rows_by_post ON import_rows (post_id) WHERE post_id IS NOT NULL;

-- By which row of a file a work was last written, so that the same row is known again.
CREATE TABLE imported_posts (
  post_id uuid PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  artist_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  key text,
  hash char(64) NOT NULL
);
CREATE UNIQUE INDEX imported_posts_by_key ON imported_posts (artist_id, key) WHERE key IS NOT NULL;
CREATE INDEX imported_posts_by_hash ON imported_posts (artist_id, hash);
