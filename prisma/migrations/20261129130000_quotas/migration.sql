-- What an account may keep: bytes and number of its pictures, and its drafts. Pictures from before count as 0 bytes.
ALTER TABLE post_images ADD COLUMN bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0);

-- Sum and number of an account's pictures come from this index alone, which replaces the one on owner_id.
CREATE INDEX post_images_by_owner ON post_images (owner_id, bytes);
DROP INDEX post_images_owner_id_idx;

CREATE INDEX posts_drafts ON posts (artist_id) WHERE status = 'DRAFT';

-- Files that are being stored: their room is reserved before they are decoded, and what a killed process leaves of them is found.
CREATE TABLE picture_uploads (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  key char(64) NOT NULL,
  bytes bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX picture_uploads_by_owner ON picture_uploads (owner_id, bytes);
CREATE INDEX picture_uploads_by_key ON picture_uploads (key);
CREATE INDEX picture_uploads_by_age ON picture_uploads (created_at);
