-- Search in every script. A text and what somebody types are brought into one form first, and scripts that put no space
-- between words are found by pairs of neighbouring characters. docs/decisions/0027-search-in-every-script.md.
-- search_text(), which earlier versions call, stays until the next one.

-- The letters of a text in one form: compatible ones alike (NFKC: ｶ is カ, ₂ is 2), without what nobody sees or types: invisible
-- characters, accents that have no letter of their own, vowel marks of Arabic, Hebrew and Syriac, variants of an emoji.
-- Vowels of other scripts (Devanagari, Thai) are letters. Variants of one Arabic letter are one, and so are its digits.
CREATE FUNCTION search_letters(given text) RETURNS text AS $$
  SELECT CASE WHEN octet_length(given) = length(given) THEN given ELSE
    translate(
      regexp_replace(
        -- The signs ™, ℠ and № are no letters of the word beside them.
        normalize(translate(given, U&'\2122\2120\2116', '   '), NFKC),
        '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0730-\u074a\u08d3-\u08ff\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb\U0001D173-\U0001D17A\U0001F3FB-\U0001F3FF\U000E0000-\U000E0FFF]',
        '', 'g'),
      U&'\0623\0625\0622\0671\0649\06cc\0626\0624\0629\06c1\06be\06a9\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06f0\06f1\06f2\06f3\06f4\06f5\06f6\06f7\06f8\06f9',
      U&'\0627\0627\0627\0627\064a\064a\064a\0648\0647\0647\0647\064301234567890123456789')
  END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

-- A text for PostgreSQL's parser: punctuation that it would misread, and symbols, are spaces; what is written without spaces
-- stands alone. In the locale C the parser takes every sign that is not ASCII for a letter.
CREATE FUNCTION search_form(given text) RETURNS text AS $$
  SELECT CASE WHEN octet_length(given) = length(given) THEN translate(given, './\@<>&_', '        ') ELSE
    regexp_replace(
      regexp_replace(search_letters(given),
        '[./\\@<>&_\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u060f\u061b\u061d-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9\u0700-\u070f\u0964\u0965\u0970\u0e4f\u0e5a\u0e5b\u0f01-\u0f17\u0f34\u0f36\u0f38\u0f3a-\u0f3d\u104a-\u104f\u10fb\u1360-\u1368\u166e\u17d4-\u17da\u1800-\u180a\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u3036\u3037\u303d-\u303f\u30a0\u30fb\ua670-\ua67f\uff00-\uff0f\uff5f-\uff65\U0001F000-\U0001FAFF]',
        ' ', 'g'),
      '([\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u0f40-\u0fbc\u1000-\u103f\u1050-\u109d\u1100-\u11ff\u1780-\u17d3\u17dc\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua48c\ua960-\ua97c\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U0001AFF0-\U0001B16F\U00020000-\U0003FFFF]+)',
      ' \1 ', 'g')
  END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

-- What is found by other means than words, in order: each row of characters of a script without spaces, each symbol or emoji,
-- and each row of flags, whose letters are characters too.
CREATE FUNCTION search_pieces(given text) RETURNS text[] AS $$
  SELECT CASE WHEN octet_length(given) = length(given) THEN '{}' ELSE
    ARRAY(SELECT found[1] FROM regexp_matches(search_letters(given),
      '[\u2190-\u2bff\u3004\u3012\u3013\u3020\u3036\u3037\U0001F000-\U0001F1E5\U0001F200-\U0001FAFF]|[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u0f40-\u0fbc\u1000-\u103f\u1050-\u109d\u1100-\u11ff\u1780-\u17d3\u17dc\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua48c\ua960-\ua97c\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U0001AFF0-\U0001B16F\U0001F1E6-\U0001F1FF\U00020000-\U0003FFFF]+',
      'g') AS found)
  END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

-- Of each piece its pairs of neighbours and its last character, all at one position. Not by the parser, which in some locales
-- takes vowel signs for the end of a word.
CREATE FUNCTION search_pairs(given text) RETURNS tsvector AS $$
  SELECT CASE WHEN octet_length(given) = length(given) THEN '' ELSE coalesce((
    SELECT string_agg(DISTINCT '''' || substr(piece, place, 2) || ''':1', ' ')::tsvector
    FROM unnest(search_pieces(given)) AS piece, generate_series(1, length(piece)) AS place
  ), '') END
$$ LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE;

-- As before, from the new form.
CREATE OR REPLACE FUNCTION post_facets(post posts, username text, picture post_images) RETURNS text[] AS $$
  SELECT array_agg(facet) FROM (
    SELECT '#artist:' || lower(username)
    UNION ALL SELECT '#sample:' || get_byte(uuid_send(post.id), 15)
    UNION ALL SELECT '#medium:' || material FROM unnest(tsvector_to_array(to_tsvector('shop_text', search_form(left(post.medium, 1000))))) AS material
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

-- As before, from the new form and with the pairs. `words` has none of them: people read it.
CREATE OR REPLACE FUNCTION post_words(post posts, username text, display_name text, OUT doc tsvector, OUT words text[]) AS $$
DECLARE
  about_given text := concat_ws(' ', array_to_string(post.tags, ' , '), ',', post.medium);
  texts_given text := concat_ws(' ', post.description, ',', post.content, ',', post.year);
  names_given text := concat_ws(' ', display_name, ',', username);
  title text := search_form(post.title);
  about text := search_form(about_given);
  texts text := search_form(texts_given);
  names text := search_form(names_given);
  plain_title tsvector := to_tsvector('shop_plain', title);
  plain_names tsvector := to_tsvector('shop_text', names);
  plain_about tsvector := to_tsvector('shop_text', about);
  plain_texts tsvector := to_tsvector('shop_text', texts);
  head tsvector := to_tsvector('shop_english', title) || plain_title || search_pairs(post.title);
  maker tsvector := to_tsvector('shop_english', names) || plain_names || search_pairs(names_given);
BEGIN
  doc := setweight(head, 'A') || setweight(maker, 'B')
    || setweight(to_tsvector('shop_english', about) || plain_about || search_pairs(about_given), 'C')
    || setweight(to_tsvector('shop_english', texts) || plain_texts || search_pairs(texts_given), 'D')
    || array_to_tsvector(ARRAY(SELECT DISTINCT '=' || word FROM unnest(tsvector_to_array(head || maker)) AS word));
  words := tsvector_to_array(plain_title || plain_names || plain_about || plain_texts);
END
$$ LANGUAGE plpgsql STABLE;

-- Works with a text that is not all ASCII: the worker makes their rows again, and writes those that differ.
INSERT INTO search_due (post_id)
SELECT id FROM (
  SELECT posts.id, concat(title, description, content, medium, array_to_string(tags, ''), display_name) AS texts
  FROM posts JOIN users ON users.id = artist_id
  WHERE status <> 'DRAFT' AND hidden_at IS NULL
) AS written
WHERE octet_length(texts) <> length(texts)
ON CONFLICT DO NOTHING;
