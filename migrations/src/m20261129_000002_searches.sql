-- Searches that somebody keeps. `meaning` is a hash of what is asked, the same for every spelling of it, so that
-- nobody keeps one search twice. `seen_value` and `seen_id` are the place of the youngest hit that was seen.
CREATE TABLE searches (
  id {id},
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('plan', 'comment', 'person')),
  meaning {blob} NOT NULL,
  seen_value BIGINT NOT NULL,
  seen_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  looked_at BIGINT NOT NULL,
  CONSTRAINT searches_meaning UNIQUE (account_id, meaning)
);
CREATE INDEX searches_by_account ON searches (account_id, id DESC);
