-- The works of a suspended artist are hidden like any hidden work, so that no list, page or search has to know of suspensions.
-- This says which of them are hidden for that alone: they come back with their artist. A constant, so no table is rewritten.
ALTER TABLE posts ADD COLUMN hidden_with_artist boolean NOT NULL DEFAULT false;

DROP INDEX posts_hidden;
CREATE INDEX posts_hidden ON posts (hidden_at DESC, id DESC) WHERE hidden_at IS NOT NULL AND NOT hidden_with_artist;

-- Both change at most so many works, in the order in which others lock them, and say how many. The rows of post_search are not
-- left to the trigger below, which takes them one at a time: they are deleted here, and the worker writes those that come back.
CREATE FUNCTION hide_posts_of_artist(artist uuid, at_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  hidden uuid[];
BEGIN
  WITH changed AS (
    UPDATE posts SET hidden_at = now(), hidden_with_artist = true
    WHERE id IN (
      SELECT id FROM posts WHERE artist_id = artist AND hidden_at IS NULL ORDER BY id LIMIT at_most FOR NO KEY UPDATE)
    RETURNING id
  )
  SELECT array_agg(id) INTO hidden FROM changed;
  -- A statement of its own, which sees a row that the worker has just written for one of these works.
  DELETE FROM post_search WHERE post_id = ANY(hidden);
  RETURN coalesce(cardinality(hidden), 0);
END
$$;
CREATE FUNCTION show_posts_of_artist(artist uuid, at_most integer) RETURNS integer LANGUAGE sql AS $$
  WITH changed AS (
    UPDATE posts SET hidden_at = NULL, hidden_with_artist = false
    WHERE id IN (
      SELECT id FROM posts WHERE artist_id = artist AND hidden_with_artist ORDER BY id LIMIT at_most FOR NO KEY UPDATE)
    RETURNING id, status
  ), due AS (
    INSERT INTO search_due SELECT id FROM changed WHERE status <> 'DRAFT' ON CONFLICT DO NOTHING
  )
  SELECT count(*)::integer FROM changed
$$;

-- As before, but for works that are hidden with their artist or come back: see above.
DROP TRIGGER posts_search_changed ON posts;
CREATE CONSTRAINT TRIGGER posts_search_changed
  AFTER UPDATE OF title, description, content, tags, medium, year, dimensions, status, hidden_at, artist_id ON posts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.hidden_with_artist = OLD.hidden_with_artist AND
    (OLD.title, OLD.description, OLD.content, OLD.tags, OLD.medium, OLD.year, OLD.dimensions, OLD.artist_id,
      OLD.status <> 'DRAFT' AND OLD.hidden_at IS NULL)
    IS DISTINCT FROM (NEW.title, NEW.description, NEW.content, NEW.tags, NEW.medium, NEW.year, NEW.dimensions, NEW.artist_id,
      NEW.status <> 'DRAFT' AND NEW.hidden_at IS NULL))
  EXECUTE FUNCTION index_changed_post();

-- Whatever suspends an account: lib/accounts/works-of-account.ts changes most of the works before, in batches.
CREATE FUNCTION note_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.suspended_at IS NULL THEN PERFORM show_posts_of_artist(NEW.id, 2147483647);
  ELSE PERFORM hide_posts_of_artist(NEW.id, 2147483647);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER users_suspended AFTER UPDATE OF suspended_at ON users
  FOR EACH ROW WHEN ((OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)) EXECUTE FUNCTION note_suspension();

-- A work that is written while its artist is being suspended waits for that, and is hidden too; so is one that a moderator
-- shows again.
CREATE FUNCTION hide_post_of_suspended_artist() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  suspended boolean;
BEGIN
  SELECT suspended_at IS NOT NULL INTO suspended FROM users WHERE id = NEW.artist_id FOR SHARE;
  IF suspended THEN
    NEW.hidden_at := now();
    NEW.hidden_with_artist := true;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER posts_of_suspended_artists BEFORE INSERT ON posts
  FOR EACH ROW WHEN (NEW.hidden_at IS NULL) EXECUTE FUNCTION hide_post_of_suspended_artist();
CREATE TRIGGER posts_shown_of_suspended_artists BEFORE UPDATE OF hidden_at ON posts
  FOR EACH ROW WHEN (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS NULL AND NOT OLD.hidden_with_artist)
  EXECUTE FUNCTION hide_post_of_suspended_artist();

SELECT hide_posts_of_artist(id, 2147483647) FROM users WHERE suspended_at IS NOT NULL;
