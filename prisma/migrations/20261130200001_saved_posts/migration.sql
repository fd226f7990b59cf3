-- Works that an account has saved; without an account they are in the browser only.
CREATE TABLE saved_posts (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
  saved_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, post_id)
);
CREATE INDEX saved_posts_by_owner ON saved_posts (user_id, saved_at DESC, post_id DESC);
-- For the cascade.
CREATE INDEX saved_posts_by_post ON saved_posts (post_id);
CREATE TRIGGER saved_posts_of_open_accounts BEFORE INSERT ON saved_posts
  FOR EACH ROW EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');
