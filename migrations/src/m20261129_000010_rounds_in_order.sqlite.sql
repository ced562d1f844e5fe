-- The keys that refer to these tables hold again as soon as the new ones have the old names.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE measures_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deed TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'comment', 'account', 'listing', 'round')),
  subject BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  moderator_id BIGINT REFERENCES accounts (id),
  reason TEXT NOT NULL,
  until BIGINT,
  other BIGINT REFERENCES plans (id),
  undone_by BIGINT REFERENCES measures (id),
  created_at BIGINT NOT NULL,
  salt BLOB NOT NULL,
  content_hash BLOB NOT NULL,
  erased_at BIGINT
);
INSERT INTO measures_anew (id, deed, kind, subject, account_id, moderator_id, reason, until, other, undone_by, created_at, salt, content_hash, erased_at) SELECT id, deed, kind, subject, account_id, moderator_id, reason, until, other, undone_by, created_at, salt, content_hash, erased_at FROM measures;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'measures')
  WHERE name = 'measures_anew' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'measures');
DROP TABLE measures;
ALTER TABLE measures_anew RENAME TO measures;
CREATE INDEX measures_by_subject ON measures (kind, subject, id DESC);
CREATE INDEX measures_by_account ON measures (account_id, id DESC);
CREATE INDEX measures_by_moderator ON measures (moderator_id);
CREATE TABLE cases_anew (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'comment', 'account', 'listing', 'round')),
  subject BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  weight BIGINT NOT NULL DEFAULT 0,
  flags BIGINT NOT NULL DEFAULT 0,
  claimed_by BIGINT REFERENCES accounts (id),
  claimed_at BIGINT,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  measure_id BIGINT REFERENCES measures (id)
);
INSERT INTO cases_anew (id, kind, subject, account_id, state, weight, flags, claimed_by, claimed_at, opened_at, closed_at, measure_id) SELECT id, kind, subject, account_id, state, weight, flags, claimed_by, claimed_at, opened_at, closed_at, measure_id FROM cases;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'cases')
  WHERE name = 'cases_anew' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'cases');
DROP TABLE cases;
ALTER TABLE cases_anew RENAME TO cases;
CREATE UNIQUE INDEX cases_open ON cases (kind, subject) WHERE state = 'open';
CREATE INDEX cases_queue ON cases (weight DESC, id DESC) WHERE state = 'open';
CREATE INDEX cases_claimed ON cases (claimed_by, weight DESC, id DESC) WHERE state = 'open';
CREATE INDEX cases_by_subject ON cases (kind, subject, id DESC);
CREATE INDEX cases_by_account ON cases (account_id, id DESC);
CREATE INDEX cases_closed ON cases (id DESC) WHERE state <> 'open';
COMMIT;
PRAGMA foreign_keys = ON;
