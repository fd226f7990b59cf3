-- Unique visitors of each work by day (UTC). What was counted before stays in posts.visitors, without its days.
CREATE TABLE post_views (
  post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
  day date NOT NULL,
  visitors integer NOT NULL CHECK (visitors > 0),
  PRIMARY KEY (post_id, day)
);

-- The sum of the last seven days, and the first day on which it is another although nobody comes.
ALTER TABLE posts
  ADD COLUMN visitors_week integer NOT NULL DEFAULT 0,
  ADD COLUMN week_changes_on date;

CREATE INDEX posts_by_views ON posts (visitors, id) WHERE status <> 'DRAFT' AND hidden_at IS NULL;
CREATE INDEX posts_by_week ON posts (visitors_week, id) WHERE status <> 'DRAFT' AND hidden_at IS NULL;
CREATE INDEX posts_week_changes ON posts (week_changes_on) WHERE week_changes_on IS NOT NULL;
