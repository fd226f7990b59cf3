-- Webhooks out: endpoints that are told of changes, what they are told, and each delivery. See docs/decisions/0035-webhooks-out.md.

CREATE TABLE webhook_endpoints (
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  url text NOT NULL,
  events text[] NOT NULL,
  secret bytea NOT NULL,
  previous_secret bytea,
  previous_secret_until timestamptz(3),
  failing_since timestamptz(3),
  switched_off_at timestamptz(3),
  switched_off_because text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT webhook_endpoints_events CHECK (cardinality(events) > 0),
  CONSTRAINT webhook_endpoints_previous_secret CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL)),
  CONSTRAINT webhook_endpoints_switched_off CHECK (
    (switched_off_at IS NULL) = (switched_off_because IS NULL)
    AND switched_off_because IN ('owner', 'failing', 'gone'))
);
CREATE INDEX webhook_endpoints_by_owner ON webhook_endpoints (user_id, created_at, id);
CREATE TRIGGER webhook_endpoints_of_open_accounts BEFORE INSERT ON webhook_endpoints
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION refuse_rows_of_closed_account('user_id');

-- json keeps the order in which the fields were written. The number and the time of two messages about one work have the
-- order of its changes, because each change has the work's row locked when it writes them. artist_id is no foreign key, so that
-- a sale locks no account.
CREATE TABLE webhook_messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  type text NOT NULL,
  artist_id uuid,
  post_id uuid,
  data json NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX webhook_messages_by_age ON webhook_messages (created_at);
CREATE INDEX webhook_messages_by_artist ON webhook_messages (artist_id) WHERE artist_id IS NOT NULL;

-- endpoint_id is no foreign key either: a sale neither waits for an endpoint that is being deleted nor fails with it, and deleting
-- one takes the same time however long its log is. What is left of that goes with the messages.
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  message_id uuid NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE ON UPDATE CASCADE,
  endpoint_id uuid NOT NULL,
  number bigint NOT NULL,
  post_id uuid,
  status text NOT NULL DEFAULT 'pending',
  is_replay boolean NOT NULL DEFAULT false,
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL DEFAULT now(),
  lease uuid,
  attempted_at timestamptz(3),
  response_status int,
  last_error text,
  duration_ms int,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT webhook_deliveries_status CHECK (status IN ('pending', 'delivered', 'failed'))
);
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (message_id, endpoint_id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, number) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (endpoint_id, post_id, number) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (endpoint_id) WHERE lease IS NOT NULL;
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, created_at DESC, id DESC);
