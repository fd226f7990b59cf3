-- What a host decides about the shop while it runs, its legal pages with all their versions, its logo, and which version of the
-- terms somebody agreed to. See docs/decisions/0038-settings.md.

-- A row for each section that was ever saved; the others have the defaults of lib/schemas/shop-settings.ts.
CREATE TABLE shop_settings (
  section text PRIMARY KEY,
  data jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT shop_settings_version CHECK (version > 0),
  CONSTRAINT shop_settings_data CHECK (jsonb_typeof(data) = 'object')
);

-- The newest version of a page is in force; an empty one takes the page down. The author's name is that of the time, and
-- author_id no foreign key: a version stays when its author leaves.
CREATE TABLE legal_page_versions (
  page text NOT NULL,
  number int NOT NULL,
  text text NOT NULL,
  author_id uuid,
  author_name text NOT NULL DEFAULT '',
  saved_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (page, number),
  CONSTRAINT legal_page_versions_page CHECK (page IN ('terms', 'privacy', 'imprint', 'returns', 'help')),
  CONSTRAINT legal_page_versions_number CHECK (number > 0)
);

CREATE FUNCTION refuse_change_of_legal_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a legal page is never changed';
END $$;
CREATE TRIGGER legal_page_versions_stay BEFORE UPDATE OR DELETE ON legal_page_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_legal_page();

-- The files of a logo are small, and every process needs the same ones: they are beside the setting that names them by key.
CREATE TABLE shop_logos (
  key text PRIMARY KEY,
  header bytea NOT NULL,
  icon_48 bytea NOT NULL,
  icon_180 bytea NOT NULL,
  icon_192 bytea NOT NULL,
  icon_512 bytea NOT NULL,
  uploaded_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Null for the logo that is in use.
  replaced_at timestamptz(3),
  CONSTRAINT shop_logos_key CHECK (key ~ '^[0-9a-f]{64}$')
);

-- Null where the shop had no terms.
ALTER TABLE users
  ADD COLUMN terms_version int,
  ADD COLUMN terms_accepted_at timestamptz(3),
  ADD CONSTRAINT users_terms CHECK ((terms_version IS NULL) = (terms_accepted_at IS NULL));
ALTER TABLE orders
  ADD COLUMN terms_version int,
  ADD COLUMN terms_accepted_at timestamptz(3),
  ADD CONSTRAINT orders_terms CHECK ((terms_version IS NULL) = (terms_accepted_at IS NULL));
