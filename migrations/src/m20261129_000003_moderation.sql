-- What moderators did about two plans, each with the reason that everybody may read. The plan is the younger of the two.
CREATE TABLE actions (
  id {id},
  deed TEXT NOT NULL,
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  plan_revision INTEGER NOT NULL,
  other_id BIGINT NOT NULL REFERENCES plans (id),
  other_revision INTEGER NOT NULL,
  moderator_id BIGINT NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT
);
CREATE INDEX actions_by_plan ON actions (plan_id, id DESC);
CREATE INDEX actions_by_other ON actions (other_id, id DESC);
CREATE INDEX actions_by_moderator ON actions (moderator_id);

-- Pairs that look like copies and are none, with the texts that were compared.
CREATE TABLE set_asides (
  older_id BIGINT NOT NULL REFERENCES plans (id),
  younger_id BIGINT NOT NULL REFERENCES plans (id),
  older_revision INTEGER NOT NULL,
  younger_revision INTEGER NOT NULL,
  action_id BIGINT NOT NULL REFERENCES actions (id),
  PRIMARY KEY (older_id, younger_id)
);
CREATE INDEX set_asides_by_action ON set_asides (action_id);

-- The action by which a moderator made a plan a fork; nothing for one that was made as a fork.
ALTER TABLE plans ADD COLUMN linked BIGINT REFERENCES actions (id);
CREATE INDEX plans_linked ON plans (linked) WHERE linked IS NOT NULL;
