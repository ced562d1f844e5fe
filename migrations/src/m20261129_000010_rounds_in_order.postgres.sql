ALTER TABLE measures DROP CONSTRAINT measures_kind_check;
ALTER TABLE measures ADD CONSTRAINT measures_kind_check
  CHECK (kind IN ('plan', 'comment', 'account', 'listing', 'round'));
ALTER TABLE cases DROP CONSTRAINT cases_kind_check;
ALTER TABLE cases ADD CONSTRAINT cases_kind_check
  CHECK (kind IN ('plan', 'comment', 'account', 'listing', 'round'));
