//! What is new in a listing.

use super::{
    atom::{About, ENTRIES, feed, moment, plan_entry},
    fresh::Document,
};
use app::{failure::Failure, listings::address};
use atom_syndication::{Content, Entry};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use domain::{
    Forum, Viewer,
    clock::Timestamp,
    forks,
    ids::ListingId,
    listings::{self, Listed, Opened, Source},
    plans::Plan,
};

/// A plan, when it came into the listing, and what this says of it.
struct Come {
    plan: Plan,
    at: Timestamp,
    note: String,
}

impl Come {
    fn put(listed: Listed) -> Self {
        Self {
            at: listed.added_at,
            note: listed.note,
            plan: listed.plan,
        }
    }

    fn answering(plan: Plan) -> Self {
        Self {
            at: plan.created_at,
            note: String::new(),
            plan,
        }
    }

    fn changed_at(&self) -> Timestamp {
        self.at.max(self.plan.changed_at)
    }

    fn entry(&self, base: &str, credits: &[String]) -> Entry {
        let mut entry = plan_entry(base, &self.plan, credits);
        entry.updated = moment(self.changed_at());
        entry.published = Some(moment(self.at));
        if !self.note.is_empty() {
            entry.content = Some(Content {
                content_type: Some("text".into()),
                value: Some(format!("{}\n\n{}", self.note, self.plan.pitch)),
                ..Content::default()
            });
        }
        entry
    }
}

/// The plans of a listing, those first that came last. What is withdrawn leaves the feed and changes no
/// date in it, so that a reader is told by the tag alone what it has.
pub(super) async fn plans(
    State(forum): State<Forum>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let id: ListingId = id.parse().map_err(|_| Failure::NotFound)?;
    let opened = listings::find(&forum, &Viewer::Anonymous, id).await?;
    let opened = opened.ok_or(Failure::NotFound)?;
    let come = come(&forum, &opened).await?;
    let about = About {
        title: opened.listing.title.clone(),
        path: format!("/listings/{id}/plans.atom"),
        page: address(&opened.listing),
    };
    let changed = come.iter().map(Come::changed_at).max();
    let base = &forum.policy().public_url;
    let plans: Vec<Plan> = come.iter().map(|come| come.plan.clone()).collect();
    let credits = forks::credits_of_all(&forum, &plans).await?;
    let entries = come.iter().zip(&credits);
    let entries = entries.map(|(come, credits)| come.entry(base, credits));
    let document = Document {
        changed: None,
        ..feed(base, about, entries.collect(), changed)
    };
    Ok(document.answer(&headers))
}

async fn come(forum: &Forum, opened: &Opened) -> Result<Vec<Come>, Failure> {
    let (nobody, listing) = (Viewer::Anonymous, &opened.listing);
    let entries = listings::entries(forum, &nobody, listing).await?;
    let picks = entries.ids();
    let mut come: Vec<Come> = entries.shown.into_iter().map(Come::put).collect();
    if let Some(question) = &listing.question {
        let page = (None, ENTRIES);
        let answers = listings::answers(forum, &nobody, question, &picks, page).await?;
        if answers.source == Source::Nowhere {
            // Without them the feed would say that there are none.
            return Err(Failure::Unavailable);
        }
        come.extend(answers.plans.into_iter().map(Come::answering));
    }
    come.sort_by_key(|come| std::cmp::Reverse((come.at, come.plan.id)));
    come.truncate(usize::try_from(ENTRIES).unwrap_or(usize::MAX));
    Ok(come)
}
