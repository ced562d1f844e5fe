-- How a plan differs from others that it is like, in its founder's words, as was said last.
CREATE TABLE differences (
  id {id},
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  other_id BIGINT NOT NULL REFERENCES plans (id),
  because TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  CONSTRAINT differences_other UNIQUE (plan_id, other_id)
);
