-- Drafts that a moderator looks at before they are public: since when. NULL for all others.
ALTER TABLE posts ADD COLUMN waiting_since timestamptz(3),
  ADD CONSTRAINT posts_waiting_is_draft CHECK (waiting_since IS NULL OR status = 'DRAFT');
CREATE INDEX posts_waiting ON posts (waiting_since, id) WHERE waiting_since IS NOT NULL;
