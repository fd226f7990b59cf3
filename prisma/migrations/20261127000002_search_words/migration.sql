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
$$ LANGUAGE plpgsql;

-- Works that are here already.
TRUNCATE search_words;
SELECT index_post(post_id) FROM post_search ORDER BY post_id;
UPDATE search_words SET works = ndoc FROM ts_stat('SELECT doc FROM post_search') AS counted
WHERE counted.word = search_words.word;
ANALYZE post_search;
