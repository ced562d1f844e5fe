-- Plans that moderators recommend, in an order, each with a note. With a question a listing fills itself, below the plans that
-- were put into it. `edits` counts how often its words were changed, `writer_id` is who did it last. `featured` is its place on
-- the front page.
CREATE TABLE listings (
  id {id},
  maker_id BIGINT NOT NULL REFERENCES accounts (id),
  writer_id BIGINT NOT NULL REFERENCES accounts (id),
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  introduction TEXT NOT NULL,
  html TEXT NOT NULL,
  renderer INTEGER NOT NULL,
  question TEXT,
  sort TEXT NOT NULL CHECK (sort IN ('relevance', 'new', 'forked')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
  edits INTEGER NOT NULL,
  followers BIGINT NOT NULL DEFAULT 0,
  featured INTEGER CHECK (featured BETWEEN 1 AND 4),
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  published_at BIGINT,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  CONSTRAINT listings_featured UNIQUE (featured)
);
CREATE INDEX listings_by_state ON listings (state, published_at DESC, id DESC);
CREATE INDEX listings_by_writer ON listings (writer_id);
CREATE INDEX listings_by_renderer ON listings (renderer);

-- The plans of a listing. Those that are not to be seen keep their place.
CREATE TABLE listed (
  id {id},
  listing_id BIGINT NOT NULL REFERENCES listings (id),
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  place BIGINT NOT NULL,
  note TEXT NOT NULL,
  edits INTEGER NOT NULL,
  writer_id BIGINT NOT NULL REFERENCES accounts (id),
  added_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  CONSTRAINT listed_once UNIQUE (listing_id, plan_id)
);
CREATE INDEX listed_in_order ON listed (listing_id, place);
CREATE INDEX listed_by_plan ON listed (plan_id);
CREATE INDEX listed_by_writer ON listed (writer_id);

-- Members who are no moderators and may edit one listing.
CREATE TABLE listing_curators (
  listing_id BIGINT NOT NULL REFERENCES listings (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  added_at BIGINT NOT NULL,
  PRIMARY KEY (listing_id, account_id)
);
CREATE INDEX listing_curators_by_account ON listing_curators (account_id);

-- Who wants to know what is new. `seen_value` and `seen_id` are the place of the youngest hit of the question that was seen.
CREATE TABLE listing_follows (
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  listing_id BIGINT NOT NULL REFERENCES listings (id),
  seen_value BIGINT NOT NULL,
  seen_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  looked_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, listing_id)
);
CREATE INDEX listing_follows_by_listing ON listing_follows (listing_id);

-- Plans that members would like to see in a listing, and what its curators said to that.
CREATE TABLE proposals (
  id {id},
  listing_id BIGINT NOT NULL REFERENCES listings (id),
  plan_id BIGINT NOT NULL REFERENCES plans (id),
  proposer_id BIGINT NOT NULL REFERENCES accounts (id),
  because TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined', 'taken_back')),
  created_at BIGINT NOT NULL,
  salt {blob} NOT NULL,
  content_hash {blob} NOT NULL,
  erased_at BIGINT,
  curator_id BIGINT REFERENCES accounts (id),
  reason TEXT NOT NULL,
  answered_at BIGINT,
  reason_salt {blob},
  reason_hash {blob},
  reason_erased_at BIGINT
);
CREATE UNIQUE INDEX proposals_waiting ON proposals (listing_id, plan_id) WHERE state = 'waiting';
CREATE INDEX proposals_by_listing ON proposals (listing_id, id DESC);
CREATE INDEX proposals_by_proposer ON proposals (proposer_id);
CREATE INDEX proposals_by_curator ON proposals (curator_id);
