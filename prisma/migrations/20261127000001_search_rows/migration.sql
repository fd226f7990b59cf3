-- A search among a million works reads thousands of rows of post_search, so what filters and orders read stands close
-- together in them: the words are kept apart (TOAST), facets are numbers, and what works are put in order by is here too.
-- The table is made anew from posts; no page asked it before this version.

-- Values of filters, as “#<filter>:<value>”, by the numbers that post_search has for them.
CREATE TABLE search_facets (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  facet text NOT NULL UNIQUE
);

DROP TABLE post_search;

CREATE TABLE post_search (
  post_id uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
  listed_at timestamptz(3) NOT NULL,
  price_value double precision NOT NULL,
  visitors integer NOT NULL,
  visitors_week integer NOT NULL,
  year smallint,
  available boolean NOT NULL,
  -- Numbers in search_facets of the values that are counted beside the filters.
  facets integer[] NOT NULL,
  -- The words; each once more behind “=” when title or artist have it; and all facets, those of year and sample too.
  doc tsvector NOT NULL
)
-- Half of each page is free, so that new rates, which change the value of nearly every price, find room beside each row:
-- else all words of all works would be written into the index again every day.
WITH (fillfactor = 50, toast_tuple_target = 128);
ALTER TABLE post_search ALTER COLUMN facets SET STORAGE PLAIN;
-- Not compressed: ranking reads the words of hundreds of works.
ALTER TABLE post_search ALTER COLUMN doc SET STORAGE EXTERNAL;

-- The numbers of these facets; new ones get one. In one order, so that two works with the same new facets cannot wait
-- for each other.
CREATE FUNCTION facet_numbers(names text[]) RETURNS integer[] AS $$
BEGIN
  INSERT INTO search_facets (facet)
  SELECT DISTINCT name FROM unnest(names) AS name
  WHERE name !~ '^#(sample|year|decade):' AND NOT EXISTS (SELECT 1 FROM search_facets WHERE facet = name)
  ORDER BY name
  ON CONFLICT DO NOTHING;
  RETURN ARRAY(SELECT id FROM search_facets WHERE facet = ANY(names) ORDER BY id);
END
$$ LANGUAGE plpgsql;

-- As before, for the new columns. The work is locked, so that whoever hides it meanwhile comes before or after all of this.
CREATE OR REPLACE FUNCTION index_post(id uuid) RETURNS void AS $$
DECLARE
  post posts;
  artist users;
  picture post_images;
  names text[];
  numbers integer[];
  new_doc tsvector;
BEGIN
  SELECT * INTO post FROM posts WHERE posts.id = index_post.id FOR SHARE;
  IF post.id IS NULL THEN RETURN; END IF;
  IF post.status = 'DRAFT' OR post.hidden_at IS NOT NULL THEN
    DELETE FROM post_search WHERE post_id = post.id;
    RETURN;
  END IF;
  SELECT * INTO artist FROM users WHERE users.id = post.artist_id;
  SELECT * INTO picture FROM post_images WHERE post_id = post.id ORDER BY position LIMIT 1;
  names := post_facets(post, artist.username::text, picture);
  numbers := facet_numbers(names);
  new_doc := post_words(post, artist.username::text, artist.display_name) || array_to_tsvector(names);
  INSERT INTO post_search AS known
    (post_id, listed_at, price_value, visitors, visitors_week, year, available, facets, doc)
  VALUES (post.id, post.listed_at, post.price_value, post.visitors, post.visitors_week, post.year,
    post.status = 'LISTED', numbers, new_doc)
  ON CONFLICT (post_id) DO UPDATE SET doc = new_doc, facets = numbers, year = post.year
    WHERE (known.doc, known.year) IS DISTINCT FROM (new_doc, post.year);
  -- In one order, as above.
  INSERT INTO search_words (word)
  SELECT word FROM unnest(tsvector_to_array(new_doc)) AS word
  WHERE is_search_word(word)
  ORDER BY word
  ON CONFLICT DO NOTHING;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER posts_search_availability ON posts;
DROP FUNCTION note_availability();

CREATE FUNCTION note_search_figures() RETURNS trigger AS $$
BEGIN
  UPDATE post_search SET listed_at = NEW.listed_at, price_value = NEW.price_value, visitors = NEW.visitors,
    visitors_week = NEW.visitors_week, available = NEW.status = 'LISTED'
  WHERE post_id = NEW.id AND NEW.listed_at IS NOT NULL;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

-- Not UPDATE OF: the trigger before it sets price_value too.
CREATE TRIGGER posts_search_figures AFTER UPDATE ON posts FOR EACH ROW
  WHEN ((OLD.listed_at, OLD.price_value, OLD.visitors, OLD.visitors_week, OLD.status = 'LISTED')
    IS DISTINCT FROM (NEW.listed_at, NEW.price_value, NEW.visitors, NEW.visitors_week, NEW.status = 'LISTED'))
  EXECUTE FUNCTION note_search_figures();

-- Works that are here already.
CREATE TEMPORARY TABLE found ON COMMIT DROP AS
SELECT posts.id, post_facets(posts, users.username::text, (SELECT picture FROM post_images AS picture WHERE picture.id = image.id)) AS names,
  post_words(posts, users.username::text, users.display_name) AS words
FROM posts
JOIN users ON users.id = posts.artist_id
LEFT JOIN LATERAL (SELECT id FROM post_images WHERE post_id = posts.id ORDER BY position LIMIT 1) AS image ON true
WHERE posts.status <> 'DRAFT' AND posts.hidden_at IS NULL;

INSERT INTO search_facets (facet)
SELECT DISTINCT name FROM found, unnest(names) AS name WHERE name !~ '^#(sample|year|decade):' ORDER BY name;

INSERT INTO post_search (post_id, listed_at, price_value, visitors, visitors_week, year, available, facets, doc)
SELECT found.id, listed_at, price_value, visitors, visitors_week, year, status = 'LISTED',
  ARRAY(SELECT search_facets.id FROM search_facets WHERE facet = ANY(names) ORDER BY search_facets.id),
  words || array_to_tsvector(names)
FROM found JOIN posts ON posts.id = found.id;

-- New entries wait in a short list, which the worker clears every second: else each of a work's sixty words would be
-- written into a page of its own while the artist waits.
CREATE INDEX post_search_doc ON post_search USING gin (doc);
-- The planner knows the frequency of as many words as this times ten, and search asks it.
ALTER TABLE post_search ALTER COLUMN doc SET STATISTICS 300;
ANALYZE post_search;

-- A hold and a sale change no indexed column: with room beside it the new row needs no index entries.
ALTER TABLE posts SET (fillfactor = 85);
