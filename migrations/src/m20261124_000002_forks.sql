-- A plan's family is named by its first ancestor; a plan that was forked from none is its own.
ALTER TABLE plans ADD COLUMN family BIGINT REFERENCES plans (id);
-- The way down from the first ancestor, a step for each generation: its order is that of the tree.
ALTER TABLE plans ADD COLUMN lineage TEXT {bytewise} NOT NULL DEFAULT '';
-- How many ancestors a plan has.
ALTER TABLE plans ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN fork_reason TEXT;
ALTER TABLE plans ADD COLUMN fork_differs TEXT;
-- The parent's revision up to which the fork has taken over, or left, what changed there.
ALTER TABLE plans ADD COLUMN pulled_revision INTEGER;
-- How far a fork has moved from that revision: changed words in thousandths, changed assumptions.
ALTER TABLE plans ADD COLUMN moved_words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN moved_numbers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN untouched BOOLEAN NOT NULL DEFAULT FALSE;
-- Where a plan from another forum came from, as JSON.
ALTER TABLE plans ADD COLUMN origin TEXT;
-- In how many places it runs, its own and those of all that was forked from it.
ALTER TABLE plans ADD COLUMN running BIGINT NOT NULL DEFAULT 0;
-- How many suggestions wait for the founder.
ALTER TABLE plans ADD COLUMN suggestions BIGINT NOT NULL DEFAULT 0;

-- Both databases use an index on an expression only for the very same expression.
CREATE INDEX plans_tree ON plans (COALESCE(family, id), lineage, id);
CREATE INDEX plans_family_active ON plans (COALESCE(family, id), changed_at DESC, id DESC);
CREATE INDEX plans_family_moved ON plans (COALESCE(family, id), moved_words DESC, id DESC);
DROP INDEX plans_by_parent;
CREATE INDEX plans_by_parent ON plans (forked_from_plan, changed_at DESC, id DESC) WHERE forked_from_plan IS NOT NULL;

-- The suggestion, or the parent's revision, that a revision took over; where an imported one came from, as JSON.
ALTER TABLE revisions ADD COLUMN suggestion_id BIGINT;
ALTER TABLE revisions ADD COLUMN pulled_revision INTEGER;
ALTER TABLE revisions ADD COLUMN origin TEXT;

-- Whether somebody wants letters about what happens to their plans and suggestions.
ALTER TABLE accounts ADD COLUMN news BOOLEAN NOT NULL DEFAULT TRUE;

-- A change offered to a plan: the plan as it would be, the revision that this started from, and why.
CREATE TABLE suggestions (
  id {id},
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  base INTEGER NOT NULL,
  fork_id BIGINT REFERENCES plans (id),
  fork_revision INTEGER,
  title TEXT NOT NULL,
  pitch TEXT NOT NULL,
  body TEXT NOT NULL,
  tags TEXT NOT NULL,
  numbers TEXT,
  note TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'decided', 'taken_back', 'erased')),
  parts INTEGER NOT NULL,
  accepted INTEGER NOT NULL DEFAULT 0,
  declined INTEGER NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL
);
CREATE INDEX suggestions_by_plan ON suggestions (plan_id, id DESC);
CREATE INDEX suggestions_open ON suggestions (plan_id, id DESC) WHERE state = 'open';
CREATE INDEX suggestions_by_author ON suggestions (author_id, id DESC);
CREATE INDEX suggestions_credited ON suggestions (plan_id, author_id) WHERE accepted > 0;
CREATE INDEX suggestions_by_fork ON suggestions (fork_id, id DESC) WHERE fork_id IS NOT NULL;
CREATE INDEX revisions_by_suggestion ON revisions (suggestion_id) WHERE suggestion_id IS NOT NULL;

-- What a founder said to a suggestion: for some of its parts or all, each accepted or declined with a reason.
CREATE TABLE decisions (
  id {id},
  suggestion_id BIGINT NOT NULL REFERENCES suggestions (id),
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  -- The revision that came of it.
  revision INTEGER,
  reasons TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT
);
CREATE INDEX decisions_by_suggestion ON decisions (suggestion_id, id);
CREATE INDEX decisions_by_author ON decisions (author_id);

-- The parts that a suggestion changes, numbered as it was offered; each is decided once.
CREATE TABLE suggestion_parts (
  suggestion_id BIGINT NOT NULL REFERENCES suggestions (id),
  number INTEGER NOT NULL,
  part TEXT NOT NULL,
  title TEXT NOT NULL,
  accepted BOOLEAN,
  decision_id BIGINT REFERENCES decisions (id),
  PRIMARY KEY (suggestion_id, number)
);

-- Where a plan runs, and what its founder reports from there.
CREATE TABLE places (
  plan_id BIGINT NOT NULL PRIMARY KEY REFERENCES plans (id),
  place TEXT NOT NULL,
  -- The month in which it began there: years times twelve, plus the month from 0.
  since INTEGER NOT NULL,
  report TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL
);
