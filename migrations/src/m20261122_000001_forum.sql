CREATE TABLE accounts (
  id {id},
  handle TEXT NOT NULL CONSTRAINT accounts_handle UNIQUE,
  -- What the handle looks like at a glance: nobody may be mistaken for somebody else.
  skeleton TEXT NOT NULL CONSTRAINT accounts_skeleton UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'admin')),
  standing TEXT NOT NULL CHECK (standing IN ('active', 'suspended', 'deactivated', 'erased')),
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  about_html TEXT NOT NULL,
  links TEXT NOT NULL,
  -- Confirmed addresses are unique; one that waits for its confirmation may be anybody's.
  email TEXT,
  email_unconfirmed TEXT,
  password TEXT,
  -- Why the account is suspended, for its person to read.
  suspended_because TEXT,
  created_at BIGINT NOT NULL,
  plans BIGINT NOT NULL DEFAULT 0,
  comments BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
CREATE INDEX accounts_by_role ON accounts (role) WHERE role <> 'member';

-- What handles of erased accounts looked like, hashed: nobody else may take the name of somebody who left.
CREATE TABLE retired_handles (
  hash {blob} NOT NULL PRIMARY KEY
);

CREATE TABLE sessions (
  id {id},
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('browser', 'api')),
  token_hash {blob} NOT NULL CONSTRAINT sessions_token UNIQUE,
  label TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id, last_used_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Links with a token that works once: setup, confirm_email, reset_password, invite.
CREATE TABLE links (
  id {id},
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'confirm_email', 'reset_password', 'invite')),
  account_id BIGINT REFERENCES accounts (id),
  token_hash {blob} NOT NULL CONSTRAINT links_token UNIQUE,
  email TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX links_by_account ON links (account_id, purpose);
CREATE INDEX links_by_expiry ON links (expires_at);

-- The theoretical arrival time of each limited thing (the generic cell rate algorithm).
CREATE TABLE attempts (
  subject TEXT NOT NULL PRIMARY KEY,
  arrival BIGINT NOT NULL
);
CREATE INDEX attempts_by_arrival ON attempts (arrival);

CREATE TABLE mails (
  id {id},
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  last_error TEXT
);
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'waiting';

-- One act for one key: a form submitted twice is one thing.
CREATE TABLE once (
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL,
  made BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX once_by_age ON once (created_at);

CREATE TABLE plans (
  id {id},
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  pitch TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('sketch', 'seeking', 'running', 'closed')),
  licence TEXT NOT NULL,
  tags TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('published', 'withdrawn')),
  head INTEGER NOT NULL,
  forked_from_plan BIGINT REFERENCES plans (id),
  forked_from_revision INTEGER,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  votes BIGINT NOT NULL DEFAULT 0,
  comments BIGINT NOT NULL DEFAULT 0,
  forks BIGINT NOT NULL DEFAULT 0,
  hot BIGINT NOT NULL,
  figures TEXT
);
CREATE INDEX plans_hot ON plans (hot DESC, id DESC) WHERE state = 'published';
CREATE INDEX plans_new ON plans (id DESC) WHERE state = 'published';
CREATE INDEX plans_top ON plans (votes DESC, id DESC) WHERE state = 'published';
CREATE INDEX plans_discussed ON plans (comments DESC, id DESC) WHERE state = 'published';
CREATE INDEX plans_forked ON plans (forks DESC, id DESC) WHERE state = 'published';
CREATE INDEX plans_by_stage ON plans (stage, hot DESC, id DESC) WHERE state = 'published';
CREATE INDEX plans_by_author ON plans (author_id, id DESC);
CREATE INDEX plans_by_parent ON plans (forked_from_plan) WHERE forked_from_plan IS NOT NULL;

CREATE TABLE plan_tags (
  tag TEXT NOT NULL,
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  PRIMARY KEY (tag, plan_id)
);
CREATE INDEX plan_tags_by_plan ON plan_tags (plan_id);

CREATE TABLE tags (
  tag TEXT NOT NULL PRIMARY KEY,
  plans BIGINT NOT NULL
);
CREATE INDEX tags_by_plans ON tags (plans DESC, tag);

CREATE TABLE revisions (
  id {id},
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  number INTEGER NOT NULL,
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  title TEXT NOT NULL,
  pitch TEXT NOT NULL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  licence TEXT NOT NULL,
  tags TEXT NOT NULL,
  numbers TEXT,
  note TEXT NOT NULL,
  restored_from INTEGER,
  html TEXT NOT NULL,
  sections TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT,
  CONSTRAINT revisions_number UNIQUE (plan_id, number)
);
CREATE INDEX revisions_by_author ON revisions (author_id);

CREATE TABLE drafts (
  id {id},
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  plan_id BIGINT REFERENCES plans (id),
  base INTEGER,
  form TEXT NOT NULL,
  title TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT drafts_plan UNIQUE (author_id, plan_id)
);
CREATE INDEX drafts_by_author ON drafts (author_id, changed_at DESC);

CREATE TABLE plan_votes (
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (plan_id, account_id)
);
CREATE INDEX plan_votes_by_account ON plan_votes (account_id, plan_id);

CREATE TABLE comments (
  id {id},
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  root_id BIGINT REFERENCES comments (id),
  parent_id BIGINT REFERENCES comments (id),
  depth INTEGER NOT NULL,
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  revision INTEGER NOT NULL,
  section TEXT,
  section_title TEXT,
  section_hash TEXT,
  quote TEXT,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('shown', 'deleted', 'erased')),
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  edits INTEGER NOT NULL DEFAULT 0,
  votes BIGINT NOT NULL DEFAULT 0,
  replies BIGINT NOT NULL DEFAULT 0,
  favorite_by BIGINT REFERENCES accounts (id),
  favorite_at BIGINT,
  favorite_revision INTEGER,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL
);
CREATE INDEX comments_roots_new ON comments (plan_id, id DESC) WHERE parent_id IS NULL;
CREATE INDEX comments_roots_best ON comments (plan_id, votes DESC, id DESC) WHERE parent_id IS NULL;
CREATE INDEX comments_by_root ON comments (root_id, id) WHERE root_id IS NOT NULL;
CREATE INDEX comments_by_section ON comments (plan_id, section) WHERE section IS NOT NULL AND state = 'shown';
CREATE INDEX comments_by_author ON comments (author_id, id DESC);
CREATE INDEX comments_favorites ON comments (plan_id, favorite_at) WHERE favorite_at IS NOT NULL;

-- What an edited comment said before, oldest number first.
CREATE TABLE comment_versions (
  id {id},
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  written_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  CONSTRAINT comment_versions_number UNIQUE (comment_id, number)
);

CREATE TABLE comment_votes (
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (comment_id, account_id)
);
CREATE INDEX comment_votes_by_account ON comment_votes (account_id, comment_id);

-- The append-only public record. Its entries are never changed and never removed.
CREATE TABLE log (
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor BIGINT,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev_hash {blob} NOT NULL,
  hash {blob} NOT NULL
);
CREATE INDEX log_by_subject ON log (subject, seq);
