-- What moderators did about one thing, each with the reason that everybody may read. Nobody is the moderator when the forum did it
-- by itself, as it holds what was flagged often.
CREATE TABLE measures (
  id {id},
  deed TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'comment', 'account', 'listing')),
  subject BIGINT NOT NULL,
  -- Whose it is.
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  moderator_id BIGINT REFERENCES accounts (id),
  reason TEXT NOT NULL,
  until BIGINT,
  -- The plan that a plan was merged into.
  other BIGINT REFERENCES plans (id),
  undone_by BIGINT REFERENCES measures (id),
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT
);
CREATE INDEX measures_by_subject ON measures (kind, subject, id DESC);
CREATE INDEX measures_by_account ON measures (account_id, id DESC);
CREATE INDEX measures_by_moderator ON measures (moderator_id);

-- What waits for a moderator: one open case for each thing.
CREATE TABLE cases (
  id {id},
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'comment', 'account', 'listing')),
  subject BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  weight BIGINT NOT NULL DEFAULT 0,
  flags BIGINT NOT NULL DEFAULT 0,
  claimed_by BIGINT REFERENCES accounts (id),
  claimed_at BIGINT,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  -- What closed it.
  measure_id BIGINT REFERENCES measures (id)
);
CREATE UNIQUE INDEX cases_open ON cases (kind, subject) WHERE state = 'open';
CREATE INDEX cases_queue ON cases (weight DESC, id DESC) WHERE state = 'open';
CREATE INDEX cases_claimed ON cases (claimed_by, weight DESC, id DESC) WHERE state = 'open';
CREATE INDEX cases_by_subject ON cases (kind, subject, id DESC);
CREATE INDEX cases_by_account ON cases (account_id, id DESC);
CREATE INDEX cases_closed ON cases (id DESC) WHERE state <> 'open';

-- Who reported what, which only moderators learn.
CREATE TABLE flags (
  id {id},
  case_id BIGINT NOT NULL REFERENCES cases (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  weight BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT flags_once UNIQUE (case_id, account_id)
);
CREATE INDEX flags_by_account ON flags (account_id, id DESC);

-- What moderators tell each other about a case.
CREATE TABLE case_notes (
  id {id},
  case_id BIGINT NOT NULL REFERENCES cases (id),
  moderator_id BIGINT NOT NULL REFERENCES accounts (id),
  words TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX case_notes_by_case ON case_notes (case_id, id);
CREATE INDEX case_notes_by_moderator ON case_notes (moderator_id);

-- One appeal against each measure, and what another moderator answered.
CREATE TABLE appeals (
  id {id},
  measure_id BIGINT NOT NULL CONSTRAINT appeals_once UNIQUE REFERENCES measures (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  words TEXT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  created_at BIGINT NOT NULL,
  erased_at BIGINT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'granted', 'refused')),
  answered_by BIGINT REFERENCES accounts (id),
  answered_at BIGINT,
  answer TEXT,
  answer_salt {blob},
  answer_hash {blob},
  answer_erased_at BIGINT
);
CREATE INDEX appeals_waiting ON appeals (id) WHERE state = 'waiting';
CREATE INDEX appeals_by_account ON appeals (account_id);
CREATE INDEX appeals_by_answer ON appeals (answered_by);

-- The measure by which a plan is hidden or held, may not be discussed, counts as outdated, or got the title and the tags
-- of its newest revision.
ALTER TABLE plans ADD COLUMN withheld BIGINT REFERENCES measures (id);
ALTER TABLE plans ADD COLUMN locked BIGINT REFERENCES measures (id);
ALTER TABLE plans ADD COLUMN outdated BIGINT REFERENCES measures (id);
ALTER TABLE plans ADD COLUMN edited BIGINT REFERENCES measures (id);
CREATE INDEX plans_withheld ON plans (withheld) WHERE withheld IS NOT NULL;

-- The measure by which no link of theirs leads away.
ALTER TABLE plans ADD COLUMN unlinked BIGINT REFERENCES measures (id);
ALTER TABLE comments ADD COLUMN unlinked BIGINT REFERENCES measures (id);
ALTER TABLE accounts ADD COLUMN unlinked BIGINT REFERENCES measures (id);

-- Where a plan's address leads that was merged into another.
ALTER TABLE plans ADD COLUMN merged_into BIGINT REFERENCES plans (id);

-- What came along with a plan that was merged, so that it can go back: who had voted for it only, and its threads.
CREATE TABLE pooled_votes (
  measure_id BIGINT NOT NULL REFERENCES measures (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (measure_id, account_id)
);
CREATE TABLE pooled_threads (
  measure_id BIGINT NOT NULL REFERENCES measures (id),
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  PRIMARY KEY (measure_id, comment_id)
);
-- The plan that a comment was written on, where that was merged into the one that it is on.
ALTER TABLE comments ADD COLUMN from_plan BIGINT REFERENCES plans (id);

-- The measure that made a revision.
ALTER TABLE revisions ADD COLUMN measure_id BIGINT REFERENCES measures (id);

-- The measure by which a comment is hidden or held. Its text is kept, unlike that of one that was deleted.
ALTER TABLE comments ADD COLUMN withheld BIGINT REFERENCES measures (id);
CREATE INDEX comments_withheld ON comments (withheld) WHERE withheld IS NOT NULL;

-- The measure by which a listing is hidden or held.
ALTER TABLE listings ADD COLUMN withheld BIGINT REFERENCES measures (id);

ALTER TABLE accounts ADD COLUMN suspended_until BIGINT;
-- Why somebody wants to join, where that is asked.
ALTER TABLE accounts ADD COLUMN application TEXT;
