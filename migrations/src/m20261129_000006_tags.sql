-- A tag gets its number when a moderator first does something about it: the log names it by that.
ALTER TABLE tags ADD COLUMN id BIGINT;
CREATE UNIQUE INDEX tags_id ON tags (id);
-- The salt under which the log has its name.
ALTER TABLE tags ADD COLUMN name_salt {blob};
-- What it is about, whoever said so last, and the hash that the log has of it.
ALTER TABLE tags ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN about_by BIGINT REFERENCES accounts (id);
ALTER TABLE tags ADD COLUMN about_salt {blob};
ALTER TABLE tags ADD COLUMN about_hash {blob};
-- The tag that it was merged into, which may have been merged since.
ALTER TABLE tags ADD COLUMN into_id BIGINT REFERENCES tags (id);
-- Since when it is no longer given to plans, and what is to be used instead.
ALTER TABLE tags ADD COLUMN retired_at BIGINT;
ALTER TABLE tags ADD COLUMN instead_id BIGINT REFERENCES tags (id);
CREATE INDEX tags_retired ON tags (tag) WHERE retired_at IS NOT NULL;
CREATE INDEX tags_by_describer ON tags (about_by) WHERE about_by IS NOT NULL;

-- Words that mean a tag without being its name: earlier names, and names of tags that were merged. The tag they mean
-- is never merged itself; the one they belong to takes them along when its merge is undone.
CREATE TABLE tag_synonyms (
  word TEXT NOT NULL PRIMARY KEY,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  home_id BIGINT NOT NULL REFERENCES tags (id)
);
CREATE INDEX tag_synonyms_by_tag ON tag_synonyms (tag_id, word);

-- What moderators did about tags, each with the reason that everybody may read, and the names as they were then.
CREATE TABLE tag_actions (
  id {id},
  deed TEXT NOT NULL,
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  other_id BIGINT REFERENCES tags (id),
  word TEXT NOT NULL,
  other_word TEXT,
  moderator_id BIGINT NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT
);
CREATE INDEX tag_actions_by_tag ON tag_actions (tag_id, id DESC);
CREATE INDEX tag_actions_by_other ON tag_actions (other_id, id DESC) WHERE other_id IS NOT NULL;
CREATE INDEX tag_actions_by_moderator ON tag_actions (moderator_id);

-- Plans that are not to be seen are few, and follow their tags as the others do.
CREATE INDEX plans_unseen ON plans (id) WHERE state <> 'published';
