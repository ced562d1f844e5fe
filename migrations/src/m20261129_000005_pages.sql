-- What the forum's own pages said, version by version; before the first stands the text that ships with the program.
-- The text is the forum's and stays. The note is its writer's, and goes with them.
CREATE TABLE page_versions (
  id {id},
  page TEXT NOT NULL CHECK (page IN ('rules', 'about', 'privacy', 'terms')),
  number INTEGER NOT NULL,
  author_id BIGINT NOT NULL REFERENCES accounts (id),
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  note TEXT NOT NULL,
  restored_from INTEGER,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  note_salt {blob} NOT NULL,
  note_hash {blob} NOT NULL,
  -- When the note was erased.
  erased_at BIGINT,
  CONSTRAINT page_versions_number UNIQUE (page, number)
);
CREATE INDEX page_versions_by_author ON page_versions (author_id);

-- The public log is read newest first: all of it, somebody's acts, or the acts of a kind.
CREATE INDEX log_by_time ON log (at DESC, seq DESC);
CREATE INDEX log_by_actor ON log (actor, at DESC, seq DESC);
CREATE INDEX log_by_act ON log (act, at DESC, seq DESC);
