-- A funder's open calls. `head` is the newest version of what a round says, with which the rest is kept in step for
-- lists; `applications` counts those that were not taken back.
CREATE TABLE rounds (
  id {id},
  funder_id BIGINT NOT NULL REFERENCES accounts (id),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withheld')),
  withheld BIGINT REFERENCES measures (id),
  head INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  per_plan BIGINT NOT NULL CHECK (per_plan > 0 AND per_plan <= amount),
  opens_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL,
  applications BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  published_at BIGINT
);
CREATE INDEX rounds_by_end ON rounds (state, closes_at, id);
CREATE INDEX rounds_by_funder ON rounds (funder_id, id);

-- Every state of what a round says. Of a draft there is one, which is written over.
CREATE TABLE round_versions (
  id {id},
  round_id BIGINT NOT NULL REFERENCES rounds (id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  per_plan BIGINT NOT NULL,
  opens_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL,
  rules TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT,
  CONSTRAINT round_versions_once UNIQUE (round_id, number)
);
CREATE INDEX round_versions_by_renderer ON round_versions (renderer);

-- Plans that were entered, each in one revision and under one version of the rules. `findings` is what each rule found, in
-- the rules' order; the figures are those of the revision, for lists. `declined_for` is the rule that a decision named.
CREATE TABLE applications (
  id {id},
  round_id BIGINT NOT NULL REFERENCES rounds (id),
  version INTEGER NOT NULL,
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  revision INTEGER NOT NULL,
  applicant_id BIGINT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'shortlisted', 'accepted', 'declined', 'taken_back')),
  findings TEXT NOT NULL,
  missed INTEGER NOT NULL,
  ask BIGINT,
  price BIGINT,
  margin BIGINT,
  even INTEGER,
  profit INTEGER,
  cash BIGINT,
  questions INTEGER NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT,
  decider_id BIGINT REFERENCES accounts (id),
  declined_for INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  reason_salt {blob},
  reason_hash {blob},
  reason_erased_at BIGINT
);
CREATE UNIQUE INDEX applications_alive ON applications (round_id, plan_id) WHERE state IN ('waiting', 'shortlisted', 'accepted');
CREATE INDEX applications_by_round ON applications (round_id, id DESC);
CREATE INDEX applications_by_plan ON applications (plan_id, id DESC);
CREATE INDEX applications_by_applicant ON applications (applicant_id, id DESC);
CREATE INDEX applications_by_decider ON applications (decider_id);

-- What each rule, counted from 1, found in an application: to count and to filter by.
CREATE TABLE application_rules (
  application_id BIGINT NOT NULL REFERENCES applications (id),
  rule INTEGER NOT NULL,
  round_id BIGINT NOT NULL REFERENCES rounds (id),
  version INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('met', 'missed', 'attested')),
  PRIMARY KEY (application_id, rule)
);
CREATE INDEX application_rules_by_outcome ON application_rules (round_id, version, rule, outcome, application_id);

-- What a funder asks about an application, and what its founder answers.
CREATE TABLE questions (
  id {id},
  application_id BIGINT NOT NULL REFERENCES applications (id),
  asker_id BIGINT NOT NULL REFERENCES accounts (id),
  question TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT,
  answerer_id BIGINT REFERENCES accounts (id),
  answer TEXT NOT NULL DEFAULT '',
  answered_at BIGINT,
  answer_salt {blob},
  answer_hash {blob},
  answer_erased_at BIGINT
);
CREATE INDEX questions_by_application ON questions (application_id, id);
CREATE INDEX questions_by_asker ON questions (asker_id);
CREATE INDEX questions_by_answerer ON questions (answerer_id);
