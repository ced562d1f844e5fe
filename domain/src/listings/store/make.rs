//! Making a listing, and changing its words.

use super::{CurateError, begin, begin_on, end, hashes::words_hash};
use crate::{
    clock::Timestamp,
    forum::Forum,
    hash::Hash,
    ids::ListingId,
    limits::{self, Rate},
    listings::{
        State,
        rules::{TypedListing, Words},
    },
    log::{Act, Kind, Subject},
    once::{self, Claim},
    problems::Problems,
    rendering::{self, Place, RenderError},
    tables::listings,
    text::markdown::RENDERER,
    viewer::{Member, Moderator},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// How many listings a moderator may make at once, and then one in each interval.
const MADE: Rate = Rate::new(20, 3 * Timestamp::MINUTE);

/// Words ready to be stored.
struct Prepared {
    words: Words,
    html: String,
    salt: [u8; 16],
    hash: Hash,
}

impl Prepared {
    async fn of(forum: &Forum, typed: &TypedListing) -> Result<Self, CurateError> {
        let words = Words::check(typed).map_err(CurateError::Invalid)?;
        let html = match rendering::render(forum, Place::Listing, &words.introduction).await {
            Ok(rendered) => rendered.html,
            Err(RenderError::TooComplex(_)) => {
                return Err(CurateError::Invalid(Problems::one(
                    "introduction",
                    "cannot be shown: its tables grow far beyond its own length",
                )));
            }
            Err(RenderError::Broken(broken)) => return Err(CurateError::Broken(broken)),
        };
        let salt = forum.entropy().bytes::<16>();
        let hash = words_hash(&words, &salt)?;
        Ok(Self {
            words,
            html,
            salt,
            hash,
        })
    }

    fn into_row(self) -> listings::ActiveModel {
        listings::ActiveModel {
            slug: Set(self.words.slug()),
            title: Set(self.words.title),
            introduction: Set(self.words.introduction),
            html: Set(self.html),
            renderer: Set(RENDERER),
            question: Set(self.words.question),
            sort: Set(self.words.sort),
            salt: Set(self.salt.to_vec()),
            content_hash: Set(self.hash.to_vec()),
            ..Default::default()
        }
    }
}

/// Makes a listing, which is a draft until it is published. The same `once` key by the same moderator is
/// the same listing.
///
/// # Errors
/// When a rule is broken, or the moderator may not act.
pub async fn make(
    forum: &Forum,
    moderator: &Moderator,
    typed: &TypedListing,
    once: Option<&str>,
) -> Result<ListingId, CurateError> {
    let prepared = Prepared::of(forum, typed).await?;
    limits::take(forum, &format!("listing:account:{}", moderator.id), MADE).await?;
    let once = once.map(|key| format!("listing {key}"));
    let write = begin(forum, moderator).await?;
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), moderator.id, key, write.now()).await?
    {
        return Ok(ListingId(id));
    }
    let row = listings::ActiveModel {
        maker_id: Set(moderator.id),
        writer_id: Set(moderator.id),
        state: Set(State::Draft),
        edits: Set(0),
        followers: Set(0),
        created_at: Set(write.now()),
        changed_at: Set(write.now()),
        ..prepared.into_row()
    };
    let id = row.insert(write.tx()).await?.id;
    if let Some(key) = &once {
        once::keep(write.tx(), moderator.id, key, id.0).await?;
    }
    write.commit().await?;
    Ok(id)
}

/// Changes a listing's words, which had been changed `base` times when the curator read them. What is
/// said already changes nothing.
///
/// # Errors
/// When somebody has changed them since, a rule is broken, or the member is no curator of it.
pub async fn edit(
    forum: &Forum,
    curator: &Member,
    id: ListingId,
    base: i32,
    typed: &TypedListing,
) -> Result<(), CurateError> {
    let prepared = Prepared::of(forum, typed).await?;
    let (write, row) = begin_on(forum, curator, id).await?;
    if says(&row, &prepared.words) {
        return Ok(());
    }
    if row.edits != base {
        return Err(CurateError::Stale);
    }
    let act = Act::by(curator.id, Kind::ListingEdited, Subject::Listing(id))
        .with("edit", row.edits + 1)
        .with("content", prepared.hash);
    let changed = listings::ActiveModel {
        id: Set(id),
        writer_id: Set(curator.id),
        edits: Set(row.edits + 1),
        ..prepared.into_row()
    };
    changed.update(write.tx()).await?;
    Ok(end(write, &row, act).await?)
}

fn says(row: &listings::Model, words: &Words) -> bool {
    row.title == words.title
        && row.introduction == words.introduction
        && row.question == words.question
        && row.sort == words.sort
}
