-- Which version of the renderer made `about_html`. What does not say is made anew.
ALTER TABLE accounts ADD COLUMN about_renderer INTEGER NOT NULL DEFAULT 0;

-- What an older renderer made is looked for after every start, and is found at once when there is none.
CREATE INDEX accounts_by_renderer ON accounts (about_renderer) WHERE about <> '';
CREATE INDEX revisions_by_renderer ON revisions (renderer) WHERE erased_at IS NULL;
CREATE INDEX comments_by_renderer ON comments (renderer) WHERE state = 'shown';
CREATE INDEX comment_versions_by_renderer ON comment_versions (renderer);
