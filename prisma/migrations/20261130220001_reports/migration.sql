-- What people have reported about one work, artist or message, and what was decided. No foreign keys to the subject: a case
-- outlives it, and a message is of another table.
CREATE TABLE report_cases (
  id uuid PRIMARY KEY,
  subject_kind text NOT NULL CHECK (subject_kind IN ('work', 'artist', 'message')),
  subject_id text NOT NULL CHECK (length(subject_id) <= 100),
  -- As people knew it at that time: a title, a username.
  subject_name text NOT NULL DEFAULT '',
  -- Whose it is.
  artist_id uuid,
  is_open boolean NOT NULL DEFAULT true,
  -- Since when it waits, or waited last.
  opened_at timestamptz(3) NOT NULL DEFAULT now(),
  -- Grows with every report, answer and decision, so that nobody decides about what they have not seen.
  version integer NOT NULL DEFAULT 0,
  CONSTRAINT report_cases_subject UNIQUE (subject_kind, subject_id)
);
CREATE INDEX report_cases_queue ON report_cases (is_open, opened_at, id);
CREATE INDEX report_cases_queue_by_kind ON report_cases (subject_kind, is_open, opened_at, id);
CREATE INDEX report_cases_by_artist ON report_cases (artist_id) WHERE artist_id IS NOT NULL;

CREATE TABLE case_decisions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES report_cases ON DELETE CASCADE,
  decision text NOT NULL CHECK (decision IN ('dismissed', 'hidden', 'shown', 'suspended')),
  -- A key of REPORT_REASONS in lib/domain/reports/report.ts, and the reason in words for the artist; '' where there is none.
  rule text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  -- The username at that time; the id is of nobody where the account is gone.
  moderator_id uuid NOT NULL,
  moderator_name text NOT NULL,
  -- Since when the case had waited; null where nobody had reported anything.
  waited_since timestamptz(3),
  decided_at timestamptz(3) NOT NULL DEFAULT now(),
  -- What the artist has answered, once.
  answer text,
  answered_at timestamptz(3),
  -- The fields of 17 U.S.C. § 512(g)(3), once.
  counter_notice jsonb,
  countered_at timestamptz(3)
);
CREATE INDEX case_decisions_of_case ON case_decisions (case_id, decided_at, id);
CREATE INDEX case_decisions_by_time ON case_decisions (decided_at);

CREATE TABLE reports (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES report_cases ON DELETE CASCADE,
  -- A key of REPORT_REASONS.
  reason text NOT NULL,
  text text NOT NULL DEFAULT '',
  -- Where receipt and decision are sent.
  email citext,
  -- The fields of a notice of a rights holder; null for other reports.
  notice jsonb,
  decision_id uuid REFERENCES case_decisions ON DELETE SET NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX reports_of_case ON reports (case_id, created_at, id);
CREATE INDEX reports_by_time ON reports (created_at);
CREATE INDEX reports_by_decision ON reports (decision_id) WHERE decision_id IS NOT NULL;

-- A mail may be about a report, to somebody who has no account.
ALTER TABLE messages
  ADD COLUMN report_id uuid REFERENCES reports (id) ON DELETE CASCADE ON UPDATE CASCADE,
  DROP CONSTRAINT messages_subject,
  ADD CONSTRAINT messages_subject CHECK (num_nonnulls(order_id, user_id, follower_id, question_id, thread_id, report_id) = 1);
CREATE INDEX messages_about_reports ON messages (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX messages_to_reporters ON messages (lower(recipient), created_at) WHERE report_id IS NOT NULL;
-- What an account has reported, by its address.
CREATE INDEX reports_by_email ON reports (email) WHERE email IS NOT NULL;
