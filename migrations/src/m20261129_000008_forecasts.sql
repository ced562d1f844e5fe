-- What a comment counts on in place of the plan's numbers: assumptions and the numbers under them, as JSON.
ALTER TABLE comments ADD COLUMN forecast TEXT;
