-- Artists from A to Z, among many accounts that only buy: an artist is an account that has published a work. Nothing takes that
-- back; the list leaves out those who have no public work now.
ALTER TABLE users ADD COLUMN is_artist boolean NOT NULL DEFAULT false;
UPDATE users SET is_artist = true
WHERE closed_at IS NULL AND EXISTS (SELECT FROM posts WHERE artist_id = users.id AND listed_at IS NOT NULL);

CREATE FUNCTION note_artist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE users SET is_artist = true WHERE id = NEW.artist_id AND NOT is_artist;
  RETURN NULL;
END;
$$;
CREATE TRIGGER posts_make_artists AFTER INSERT ON posts
  FOR EACH ROW WHEN (NEW.listed_at IS NOT NULL) EXECUTE FUNCTION note_artist();
CREATE TRIGGER posts_make_artists_later AFTER UPDATE OF listed_at ON posts
  FOR EACH ROW WHEN (OLD.listed_at IS NULL AND NEW.listed_at IS NOT NULL) EXECUTE FUNCTION note_artist();

-- In the order of the bytes of the folded names: “Édouard” is beside “Edith”, and every script has one place.
CREATE INDEX users_artists ON users ((fold(display_name) COLLATE "C"), id)
  WHERE is_artist AND suspended_at IS NULL AND closing_at IS NULL;
-- For the number of an artist's works that are for sale.
CREATE INDEX posts_for_sale_by_artist ON posts (artist_id) WHERE status = 'LISTED' AND hidden_at IS NULL;
