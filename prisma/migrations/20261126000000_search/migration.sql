-- Search: one row for each public work with its words and the values of its filters, kept by triggers. It stands
-- apart from posts, because every update there that is not HOT would write all of a work's words into the index again.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Names of the three values that a picture's colours are taken from: lib/domain/colours.ts.
ALTER TABLE post_images ADD COLUMN IF NOT EXISTS colours text[] NOT NULL DEFAULT '{}';

-- Words stemmed as English, and words as they are; both without accents.
CREATE TEXT SEARCH CONFIGURATION shop_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION shop_english ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION shop_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop_plain ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
-- The same without “the”, “of” and their like, for all but titles: a work may be called “It”.
CREATE TEXT SEARCH DICTIONARY shop_no_stop_words (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION shop_text (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop_text
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, shop_no_stop_words;
ALTER TEXT SEARCH CONFIGURATION shop_text
  ALTER MAPPING FOR asciihword, asciiword, hword_asciipart WITH shop_no_stop_words;

-- unaccent() is only STABLE, because its dictionary could be changed; ours is not.
CREATE FUNCTION fold(given text) RETURNS text
  AS $$ SELECT lower(unaccent(normalize(given, NFC))) $$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  -- Indexes are also kept by sessions with another path.
  SET search_path FROM CURRENT;

-- The longest side in centimetres of “40 × 30 cm”, “support: 394 x 419 mm” or “12" × 16"”; without a unit they are
-- centimetres. null where no such measures are given.
CREATE FUNCTION longest_side(dimensions text) RETURNS double precision AS $$
  SELECT max(replace(side[1], ',', '.')::double precision) *
    CASE coalesce(lower((regexp_match(dimensions, '\d\s*(mm|cm|inches|inch|in|m|ft|″|")(?![a-z])', 'i'))[1]), 'cm')
      WHEN 'mm' THEN 0.1 WHEN 'cm' THEN 1 WHEN 'm' THEN 100 WHEN 'ft' THEN 30.48 ELSE 2.54
    END
  FROM regexp_matches(dimensions, '(?<![\d.,])(\d{1,6}(?:[.,]\d{1,3})?)(?=\s*(?:mm|cm|inches|inch|in|m|ft|″|")?\s*(?:[×x*]|by|(?:mm|cm|inches|inch|in|m|ft)(?![a-z])|[″"]|$))', 'gi') AS side
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

-- What is kept in search_words: words, which a year or a size is not, and tags.
CREATE FUNCTION is_search_word(lexeme text) RETURNS boolean
  AS $$ SELECT lexeme ~ '^([[:alpha:]]{3,30}$|#tag:)' $$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;

CREATE TABLE post_search (
  post_id uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
  -- The words; each once more behind “=” when title or artist have it; and the facets.
  doc tsvector NOT NULL,
  -- What filters ask for, as “#<filter>:<value>”, and one of 256 samples, by which large numbers are estimated.
  facets text[] NOT NULL,
  year smallint,
  available boolean NOT NULL
) WITH (fillfactor = 90);

-- Every word that some public work has, for completing what is typed and for finding what was meant.
CREATE TABLE search_words (
  -- Also “#tag:<tag>”.
  word text PRIMARY KEY,
  -- How many works have it, when they were last counted.
  works integer NOT NULL DEFAULT 0
);
CREATE INDEX search_words_forward ON search_words (word text_pattern_ops);
CREATE INDEX search_words_backward ON search_words (reverse(word) text_pattern_ops);
CREATE INDEX search_words_uncounted ON search_words (word) WHERE works = 0;

-- Works whose row is to be made anew by the worker, because their artist has another name.
CREATE TABLE search_due (post_id uuid PRIMARY KEY);

CREATE INDEX users_by_name ON users USING gin ((fold(display_name)) gin_trgm_ops);

CREATE FUNCTION post_facets(post posts, username text, picture post_images) RETURNS text[] AS $$
  SELECT array_agg(facet) FROM (
    SELECT '#artist:' || lower(username)
    UNION ALL SELECT '#sample:' || get_byte(uuid_send(post.id), 15)
    UNION ALL SELECT '#medium:' || material FROM unnest(tsvector_to_array(to_tsvector('shop_text', left(post.medium, 1000)))) AS material
    UNION ALL SELECT '#tag:' || fold(left(tag, 100)) FROM unnest(post.tags) AS tag
    UNION ALL SELECT unnest(ARRAY['#year:' || post.year, '#decade:' || post.year / 10]) WHERE post.year IS NOT NULL
    UNION ALL SELECT '#size:' || CASE WHEN side <= 30 THEN 'small' WHEN side <= 100 THEN 'medium' ELSE 'large' END
      FROM longest_side(post.dimensions) AS side WHERE side IS NOT NULL
    UNION ALL SELECT '#orientation:' || CASE
        WHEN picture.width > picture.height * 1.05 THEN 'landscape'
        WHEN picture.height > picture.width * 1.05 THEN 'portrait'
        ELSE 'square'
      END WHERE picture.id IS NOT NULL
    UNION ALL SELECT '#colour:' || colour FROM unnest(picture.colours) AS colour
  ) AS found (facet)
$$ LANGUAGE sql STABLE;

-- Weights: A title, B artist, C tags and medium, D texts and year.
CREATE FUNCTION post_words(post posts, username text, display_name text) RETURNS tsvector AS $$
DECLARE
  about text := concat_ws(' ', array_to_string(post.tags, ' , '), ',', post.medium);
  texts text := concat_ws(' ', post.description, ',', post.content, ',', post.year);
  names text := concat_ws(' ', display_name, ',', username);
  head tsvector := to_tsvector('shop_english', post.title) || to_tsvector('shop_plain', post.title);
  maker tsvector := to_tsvector('shop_english', names) || to_tsvector('shop_text', names);
BEGIN
  RETURN setweight(head, 'A') || setweight(maker, 'B')
    || setweight(to_tsvector('shop_english', about) || to_tsvector('shop_text', about), 'C')
    || setweight(to_tsvector('shop_english', texts) || to_tsvector('shop_text', texts), 'D')
    || array_to_tsvector(ARRAY(SELECT DISTINCT '=' || word FROM unnest(tsvector_to_array(head || maker)) AS word));
END
$$ LANGUAGE plpgsql STABLE;

-- Makes the row of a work what it has to be; writes nothing when it is so already.
CREATE FUNCTION index_post(id uuid) RETURNS void AS $$
DECLARE
  post posts;
  artist users;
  picture post_images;
  new_facets text[];
  new_doc tsvector;
BEGIN
  SELECT * INTO post FROM posts WHERE posts.id = index_post.id;
  IF post.id IS NULL THEN RETURN; END IF;
  IF post.status = 'DRAFT' OR post.hidden_at IS NOT NULL THEN
    DELETE FROM post_search WHERE post_id = post.id;
    RETURN;
  END IF;
  SELECT * INTO artist FROM users WHERE users.id = post.artist_id;
  SELECT * INTO picture FROM post_images WHERE post_id = post.id ORDER BY position LIMIT 1;
  new_facets := post_facets(post, artist.username::text, picture);
  new_doc := post_words(post, artist.username::text, artist.display_name) || array_to_tsvector(new_facets);
  INSERT INTO post_search AS known (post_id, doc, facets, year, available)
  VALUES (post.id, new_doc, new_facets, post.year, post.status = 'LISTED')
  ON CONFLICT (post_id) DO UPDATE SET doc = new_doc, facets = new_facets, year = post.year
    WHERE (known.doc, known.year) IS DISTINCT FROM (new_doc, post.year);
  -- In one order, so that two works with the same new words cannot wait for each other.
  INSERT INTO search_words (word)
  SELECT word FROM unnest(tsvector_to_array(new_doc)) AS word
  WHERE is_search_word(word)
  ORDER BY word
  ON CONFLICT DO NOTHING;
END
$$ LANGUAGE plpgsql;

CREATE FUNCTION index_changed_post() RETURNS trigger AS $$
BEGIN
  PERFORM index_post(NEW.id);
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE FUNCTION index_post_of_picture() RETURNS trigger AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.post_id IS NOT NULL THEN PERFORM index_post(OLD.post_id); END IF;
  IF TG_OP <> 'DELETE' AND NEW.post_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.post_id IS DISTINCT FROM OLD.post_id) THEN
    PERFORM index_post(NEW.post_id);
  END IF;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE FUNCTION note_availability() RETURNS trigger AS $$
BEGIN
  UPDATE post_search SET available = NEW.status = 'LISTED' WHERE post_id = NEW.id AND available <> (NEW.status = 'LISTED');
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE FUNCTION note_new_name() RETURNS trigger AS $$
BEGIN
  INSERT INTO search_due SELECT id FROM posts WHERE artist_id = NEW.id AND status <> 'DRAFT' AND hidden_at IS NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

-- At the end of the transaction, when the pictures are there too.
CREATE CONSTRAINT TRIGGER posts_search_new AFTER INSERT ON posts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status <> 'DRAFT' AND NEW.hidden_at IS NULL) EXECUTE FUNCTION index_changed_post();
CREATE CONSTRAINT TRIGGER posts_search_changed
  AFTER UPDATE OF title, description, content, tags, medium, year, dimensions, status, hidden_at, artist_id ON posts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.title, OLD.description, OLD.content, OLD.tags, OLD.medium, OLD.year, OLD.dimensions, OLD.artist_id,
      OLD.status <> 'DRAFT' AND OLD.hidden_at IS NULL)
    IS DISTINCT FROM (NEW.title, NEW.description, NEW.content, NEW.tags, NEW.medium, NEW.year, NEW.dimensions, NEW.artist_id,
      NEW.status <> 'DRAFT' AND NEW.hidden_at IS NULL))
  EXECUTE FUNCTION index_changed_post();
CREATE TRIGGER posts_search_availability AFTER UPDATE OF status ON posts
  FOR EACH ROW WHEN ((OLD.status = 'LISTED') IS DISTINCT FROM (NEW.status = 'LISTED')) EXECUTE FUNCTION note_availability();
CREATE CONSTRAINT TRIGGER post_images_search_new AFTER INSERT ON post_images DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.post_id IS NOT NULL) EXECUTE FUNCTION index_post_of_picture();
CREATE CONSTRAINT TRIGGER post_images_search_changed AFTER UPDATE ON post_images DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ((OLD.post_id, OLD.position, OLD.width, OLD.height, OLD.colours)
    IS DISTINCT FROM (NEW.post_id, NEW.position, NEW.width, NEW.height, NEW.colours))
  EXECUTE FUNCTION index_post_of_picture();
CREATE CONSTRAINT TRIGGER post_images_search_gone AFTER DELETE ON post_images DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.post_id IS NOT NULL) EXECUTE FUNCTION index_post_of_picture();
CREATE TRIGGER users_search_name AFTER UPDATE OF username, display_name ON users
  FOR EACH ROW WHEN ((OLD.username, OLD.display_name) IS DISTINCT FROM (NEW.username, NEW.display_name))
  EXECUTE FUNCTION note_new_name();

-- Works that are here already.
INSERT INTO post_search (post_id, doc, facets, year, available)
SELECT posts.id, post_words(posts, users.username::text, users.display_name) || array_to_tsvector(found.facets), found.facets, posts.year,
  posts.status = 'LISTED'
FROM posts
JOIN users ON users.id = posts.artist_id
LEFT JOIN LATERAL (SELECT * FROM post_images WHERE post_id = posts.id ORDER BY position LIMIT 1) AS image ON true
CROSS JOIN LATERAL (
  SELECT post_facets(posts, users.username::text, (SELECT picture FROM post_images AS picture WHERE picture.id = image.id)) AS facets
) AS found
WHERE posts.status <> 'DRAFT' AND posts.hidden_at IS NULL;

INSERT INTO search_words (word, works)
SELECT word, ndoc FROM ts_stat('SELECT doc FROM post_search') WHERE is_search_word(word);

-- Without a list of pending entries: every search would read it first, and some writer would have to clear it.
CREATE INDEX post_search_doc ON post_search USING gin (doc) WITH (fastupdate = off);
-- The planner knows the frequency of as many words as this times ten, and search asks it.
ALTER TABLE post_search ALTER COLUMN doc SET STATISTICS 300;
