-- AVIF beside WebP, made by the worker. What is to be made stands in a table of its own, one row a picture and not one
-- a use of it: works that share a picture's bytes share its files.

ALTER TABLE post_images ADD COLUMN avif boolean NOT NULL DEFAULT false;

CREATE TABLE picture_jobs (
  key char(64) PRIMARY KEY,
  -- When the next try may begin. While one is going on it lies behind its end; infinity means that no try is left.
  due_at timestamptz(3) NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0
);
CREATE INDEX picture_jobs_due ON picture_jobs (due_at, key);

-- The update changes nothing but locks the row: a job that is being ended meanwhile ends after this, and then sees the
-- new rows. In one order, so that two who add the same pictures cannot wait for each other.
CREATE FUNCTION note_new_pictures() RETURNS trigger AS $$
BEGIN
  INSERT INTO picture_jobs (key)
  SELECT DISTINCT key FROM added WHERE NOT avif ORDER BY key
  ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER post_images_jobs AFTER INSERT ON post_images
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_new_pictures();

-- Pictures that are here already.
INSERT INTO picture_jobs (key) SELECT DISTINCT key FROM post_images;
