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
  doc tsvector NOT NULL,
  -- PostgreSQL keeps values apart from rows above 2 KB only. This brings every row there, and is itself compressed to
  -- some thirty bytes.
  weight text NOT NULL DEFAULT repeat(' ', 2048)
)
-- Half of each page is free, so that new rates, which change the value of nearly every price, find room beside each row:
-- else all words of all works would be written into the index again every day.
WITH (fillfactor = 50, toast_tuple_target = 128);
ALTER TABLE post_search ALTER COLUMN facets SET STORAGE PLAIN, ALTER COLUMN weight SET STORAGE MAIN;
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

-- Words as people write them: PostgreSQL's parser takes “blue/green” for a file, “St.Ives” for a host, and, in a database with
-- the locale C, “ and ” for letters. And search_words has words only, no stems, since what is in it is read by people.

-- A text for the parser: each sign that it would misread is a space. As many characters as the text has in NFC.
CREATE FUNCTION search_text(given text) RETURNS text
  AS $$ SELECT translate(normalize(given, NFC), U&'./\\@<>&_\201c\201d\201e\201f\2018\2019\201a\201b\00ab\00bb\2039\203a\2013\2014\2015\2026\00b7\2022\2020\2021\00a7\00b6\00a9\00ae\2122\2032\2033\00d7\00f7\00a1\00bf\3001\3002\30fb\300c\300d\300e\300f\3010\3011\ff08\ff09\ff01\ff1f\ff0c\ff1a\ff1b\00a0\2002\2003\2009\200b\202f\3000', repeat(' ', 62)) $$
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

CREATE OR REPLACE FUNCTION post_facets(post posts, username text, picture post_images) RETURNS text[] AS $$
  SELECT array_agg(facet) FROM (
    SELECT '#artist:' || lower(username)
    UNION ALL SELECT '#sample:' || get_byte(uuid_send(post.id), 15)
    UNION ALL SELECT '#medium:' || material FROM unnest(tsvector_to_array(to_tsvector('shop_text', search_text(left(post.medium, 1000))))) AS material
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

DROP FUNCTION post_words(posts, text, text);

-- Of a work, for the index: `doc`, all words and their stems, with the weights A title, B artist, C tags and medium, D texts and
-- year, those of title and artist once more behind “=”; and `words`, without the stems.
CREATE FUNCTION post_words(post posts, username text, display_name text, OUT doc tsvector, OUT words text[]) AS $$
DECLARE
  title text := search_text(post.title);
  about text := search_text(concat_ws(' ', array_to_string(post.tags, ' , '), ',', post.medium));
  texts text := search_text(concat_ws(' ', post.description, ',', post.content, ',', post.year));
  names text := search_text(concat_ws(' ', display_name, ',', username));
  plain_title tsvector := to_tsvector('shop_plain', title);
  plain_names tsvector := to_tsvector('shop_text', names);
  plain_about tsvector := to_tsvector('shop_text', about);
  plain_texts tsvector := to_tsvector('shop_text', texts);
  head tsvector := to_tsvector('shop_english', title) || plain_title;
  maker tsvector := to_tsvector('shop_english', names) || plain_names;
BEGIN
  doc := setweight(head, 'A') || setweight(maker, 'B')
    || setweight(to_tsvector('shop_english', about) || plain_about, 'C')
    || setweight(to_tsvector('shop_english', texts) || plain_texts, 'D')
    || array_to_tsvector(ARRAY(SELECT DISTINCT '=' || word FROM unnest(tsvector_to_array(head || maker)) AS word));
  words := tsvector_to_array(plain_title || plain_names || plain_about || plain_texts);
END
$$ LANGUAGE plpgsql STABLE;

-- As before, for the new columns. The work is locked, so that whoever hides it meanwhile comes before or after all of this. A session
-- keeps its plans: one that was made while the shop had ten works would read a million of them whole, hence no scans of tables.
CREATE OR REPLACE FUNCTION index_post(id uuid) RETURNS void AS $$
DECLARE
  post posts;
  artist users;
  picture post_images;
  names text[];
  numbers integer[];
  new_doc tsvector;
  new_words text[];
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
  SELECT found.doc || array_to_tsvector(names), found.words INTO new_doc, new_words
  FROM post_words(post, artist.username::text, artist.display_name) AS found;
  INSERT INTO post_search AS known
    (post_id, listed_at, price_value, visitors, visitors_week, year, available, facets, doc)
  VALUES (post.id, post.listed_at, post.price_value, post.visitors, post.visitors_week, post.year,
    post.status = 'LISTED', numbers, new_doc)
  ON CONFLICT (post_id) DO UPDATE SET doc = new_doc, facets = numbers, year = post.year
    WHERE (known.doc, known.year) IS DISTINCT FROM (new_doc, post.year);
  -- In one order, so that two works with the same new words cannot wait for each other.
  INSERT INTO search_words (word)
  SELECT DISTINCT word FROM unnest(new_words || names) AS word
  WHERE is_search_word(word)
  ORDER BY word
  ON CONFLICT DO NOTHING;
END
$$ LANGUAGE plpgsql SET enable_seqscan = off;

DROP TRIGGER posts_search_availability ON posts;
DROP FUNCTION note_availability();

CREATE FUNCTION note_search_figures() RETURNS trigger AS $$
BEGIN
  UPDATE post_search SET listed_at = NEW.listed_at, price_value = NEW.price_value, visitors = NEW.visitors,
    visitors_week = NEW.visitors_week, available = NEW.status = 'LISTED'
  WHERE post_id = NEW.id AND NEW.listed_at IS NOT NULL;
  RETURN NULL;
END
$$ LANGUAGE plpgsql SET enable_seqscan = off;

-- Not UPDATE OF: the trigger before it sets price_value too.
CREATE TRIGGER posts_search_figures AFTER UPDATE ON posts FOR EACH ROW
  WHEN ((OLD.listed_at, OLD.price_value, OLD.visitors, OLD.visitors_week, OLD.status = 'LISTED')
    IS DISTINCT FROM (NEW.listed_at, NEW.price_value, NEW.visitors, NEW.visitors_week, NEW.status = 'LISTED'))
  EXECUTE FUNCTION note_search_figures();

-- Works that are here already.
CREATE TEMPORARY TABLE found ON COMMIT DROP AS
SELECT posts.id, made.doc, made.words,
  post_facets(posts, users.username::text, (SELECT picture FROM post_images AS picture WHERE picture.id = image.id)) AS names
FROM posts
JOIN users ON users.id = posts.artist_id
LEFT JOIN LATERAL (SELECT id FROM post_images WHERE post_id = posts.id ORDER BY position LIMIT 1) AS image ON true
CROSS JOIN LATERAL post_words(posts, users.username::text, users.display_name) AS made
WHERE posts.status <> 'DRAFT' AND posts.hidden_at IS NULL;

INSERT INTO search_facets (facet)
SELECT DISTINCT name FROM found, unnest(names) AS name WHERE name !~ '^#(sample|year|decade):' ORDER BY name;

INSERT INTO post_search (post_id, listed_at, price_value, visitors, visitors_week, year, available, facets, doc)
SELECT found.id, listed_at, price_value, visitors, visitors_week, year, status = 'LISTED',
  ARRAY(SELECT search_facets.id FROM search_facets WHERE facet = ANY(names) ORDER BY search_facets.id),
  doc || array_to_tsvector(names)
FROM found JOIN posts ON posts.id = found.id;

TRUNCATE search_words;
INSERT INTO search_words (word, works)
SELECT word, count(*) FROM found, unnest(words || ARRAY(SELECT name FROM unnest(names) AS name WHERE name ~ '^#tag:')) AS word
WHERE is_search_word(word) GROUP BY word;

-- New entries wait in a short list, which the worker clears every second: else each of a work's sixty words would be
-- written into a page of its own while the artist waits.
CREATE INDEX post_search_doc ON post_search USING gin (doc);
-- The planner knows the frequency of as many words as this times ten, and search asks it.
ALTER TABLE post_search ALTER COLUMN doc SET STATISTICS 300;
ANALYZE post_search;

-- A hold and a sale change no indexed column: with room beside it the new row needs no index entries.
ALTER TABLE posts SET (fillfactor = 85);
