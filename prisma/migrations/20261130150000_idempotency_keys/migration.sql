-- The Idempotency-Key of a request to the API, with the response that every repetition gets for a day.
-- See docs/decisions/0036-api.md.
CREATE TABLE idempotency_keys (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  operation text NOT NULL,
  -- sha256 of path, query and body; null while a body that is sent as a stream has not been read to its end.
  fingerprint bytea,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Until when the process that answers the first request may take. A later one may answer it again.
  leased_until timestamptz(3) NOT NULL,
  -- null until there is a response.
  status smallint,
  headers jsonb,
  body text,
  PRIMARY KEY (user_id, key),
  CHECK (status IS NULL OR (headers IS NOT NULL AND body IS NOT NULL AND fingerprint IS NOT NULL))
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
