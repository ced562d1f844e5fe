//! Making a round, and saying something else in it.

use super::{FundError, begin_on, hashes::terms_hash};
use crate::{
    clock::Timestamp,
    forum::{Forum, Write},
    funding::{
        Phase, Refusal, State, TypedTerms,
        rounds::{Terms, slug},
    },
    hash::Hash,
    ids::{RoundId, VersionNumber},
    limits::{self, Rate},
    log::{Act, Kind, Subject},
    once::{self, Claim},
    plans::Note,
    problems::Problems,
    rendering::{self, Place, RenderError},
    tables::{round_versions, rounds},
    text::markdown::RENDERER,
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// How many rounds a member may make at once, and then one in each interval.
const MADE: Rate = Rate::new(10, Timestamp::HOUR);

/// A version ready to be stored.
struct Prepared {
    terms: Terms,
    note: String,
    html: String,
    salt: [u8; 16],
    hash: Hash,
}

impl Prepared {
    async fn of(forum: &Forum, typed: &TypedTerms, note: String) -> Result<Self, FundError> {
        let terms = Terms::check(typed).map_err(FundError::Invalid)?;
        let html = match rendering::render(forum, Place::Round, &terms.text).await {
            Ok(rendered) => rendered.html,
            Err(RenderError::TooComplex(_)) => {
                let words = "cannot be shown: its tables grow far beyond its own length";
                return Err(FundError::Invalid(Problems::one("text", words)));
            }
            Err(RenderError::Broken(broken)) => return Err(FundError::Broken(broken)),
        };
        let salt = forum.entropy().bytes::<16>();
        let hash = terms_hash(&terms, &note, &salt)?;
        Ok(Self {
            terms,
            note,
            html,
            salt,
            hash,
        })
    }

    fn version(
        &self,
        round: RoundId,
        number: VersionNumber,
        now: Timestamp,
    ) -> Result<round_versions::ActiveModel, FundError> {
        let terms = &self.terms;
        Ok(round_versions::ActiveModel {
            round_id: Set(round),
            number: Set(number),
            title: Set(terms.title.clone()),
            body: Set(terms.text.clone()),
            html: Set(self.html.clone()),
            renderer: Set(RENDERER),
            currency: Set(terms.currency.clone()),
            amount: Set(terms.amount),
            per_plan: Set(terms.per_plan),
            opens_at: Set(terms.opens_at),
            closes_at: Set(terms.closes_at),
            rules: Set(serde_json::to_string(&terms.rules)?),
            note: Set(self.note.clone()),
            created_at: Set(now),
            salt: Set(self.salt.to_vec()),
            content_hash: Set(self.hash.to_vec()),
            ..Default::default()
        })
    }

    /// What lists show of it.
    fn shown(&self, number: VersionNumber, now: Timestamp) -> rounds::ActiveModel {
        let terms = &self.terms;
        rounds::ActiveModel {
            slug: Set(slug(&terms.title)),
            title: Set(terms.title.clone()),
            head: Set(number),
            currency: Set(terms.currency.clone()),
            amount: Set(terms.amount),
            per_plan: Set(terms.per_plan),
            opens_at: Set(terms.opens_at),
            closes_at: Set(terms.closes_at),
            changed_at: Set(now),
            ..Default::default()
        }
    }
}

/// Makes a round, which is a draft until it is published. The same `once` key by the same member is the same
/// round.
///
/// # Errors
/// When a rule is broken, or the member may not act.
pub async fn make(
    forum: &Forum,
    funder: &Member,
    typed: &TypedTerms,
    once: Option<&str>,
) -> Result<RoundId, FundError> {
    let prepared = Prepared::of(forum, typed, "First version".into()).await?;
    limits::take(forum, &format!("round:account:{}", funder.id), MADE).await?;
    let once = once.map(|key| format!("round {key}"));
    let write = forum.act(funder).await?;
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), funder.id, key, write.now()).await?
    {
        return Ok(RoundId(id));
    }
    let row = rounds::ActiveModel {
        funder_id: Set(funder.id),
        state: Set(State::Draft),
        applications: Set(0),
        created_at: Set(write.now()),
        ..prepared.shown(VersionNumber::FIRST, write.now())
    };
    let id = row.insert(write.tx()).await?.id;
    let version = prepared.version(id, VersionNumber::FIRST, write.now())?;
    version.insert(write.tx()).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), funder.id, key, id.0).await?;
    }
    write.commit().await?;
    Ok(id)
}

/// Says something else in a round. A draft is written over; a published round gets a new version, and those
/// that have applied keep theirs. What is said already changes nothing.
///
/// # Errors
/// When it has another version than `base` by now, a rule is broken, or it is not the member's.
pub async fn edit(
    forum: &Forum,
    funder: &Member,
    id: RoundId,
    base: VersionNumber,
    (typed, note): (&TypedTerms, &str),
) -> Result<VersionNumber, FundError> {
    let note = checked_note(forum, id, note).await?;
    let prepared = Prepared::of(forum, typed, note).await?;
    let (write, row) = begin_on(forum, funder, id).await?;
    if says(&write, &row, &prepared.terms).await? {
        return Ok(row.head);
    }
    if row.head != base {
        return Err(FundError::Stale);
    }
    if row.state == State::Draft {
        return write_over(write, &row, &prepared).await;
    }
    may_change(&row, &prepared.terms, write.now())?;
    let number = row.head.next();
    let version = prepared.version(id, number, write.now())?;
    version.insert(write.tx()).await?;
    let shown = rounds::ActiveModel {
        id: Set(id),
        ..prepared.shown(number, write.now())
    };
    shown.update(write.tx()).await?;
    let act = Act::by(funder.id, Kind::RoundRevised, Subject::Round(id))
        .with("version", number.0)
        .with("content", prepared.hash);
    write.record(act).await?;
    Ok(number)
}

/// What a new version changes has to be said; a draft changes nothing that anybody has read.
async fn checked_note(forum: &Forum, id: RoundId, note: &str) -> Result<String, FundError> {
    let row = rounds::Entity::find_by_id(id).one(forum.read()).await?;
    if row.is_none_or(|row| row.state == State::Draft) {
        return Ok("First version".into());
    }
    let note: Result<Note, _> = note.parse();
    match note {
        Ok(note) => Ok(note.as_str().to_owned()),
        Err(wrong) => Err(FundError::Invalid(Problems::one("note", wrong))),
    }
}

async fn says(write: &Write, row: &rounds::Model, terms: &Terms) -> Result<bool, FundError> {
    let newest = round_versions::Entity::find()
        .filter(round_versions::Column::RoundId.eq(row.id))
        .filter(round_versions::Column::Number.eq(row.head))
        .one(write.tx())
        .await?;
    let Some(newest) = newest else {
        return Ok(false);
    };
    Ok(newest.title == terms.title
        && newest.body == terms.text
        && newest.currency == terms.currency
        && newest.amount == terms.amount
        && newest.per_plan == terms.per_plan
        && newest.opens_at == terms.opens_at
        && newest.closes_at == terms.closes_at
        && newest.rules == serde_json::to_string(&terms.rules)?)
}

async fn write_over(
    write: Write,
    row: &rounds::Model,
    prepared: &Prepared,
) -> Result<VersionNumber, FundError> {
    let version = prepared.version(row.id, row.head, write.now())?;
    round_versions::Entity::update_many()
        .set(version)
        .filter(round_versions::Column::RoundId.eq(row.id))
        .filter(round_versions::Column::Number.eq(row.head))
        .exec(write.tx())
        .await?;
    let shown = rounds::ActiveModel {
        id: Set(row.id),
        ..prepared.shown(row.head, write.now())
    };
    shown.update(write.tx()).await?;
    write.commit().await?;
    Ok(row.head)
}

/// What nobody may change under those who have applied, or are about to.
fn may_change(row: &rounds::Model, terms: &Terms, now: Timestamp) -> Result<(), FundError> {
    let phase = Phase::at(now, row.opens_at, row.closes_at);
    if phase == Phase::Closed {
        return Err(FundError::Refused(Refusal::Closed));
    }
    if row.currency != terms.currency {
        return Err(FundError::Refused(Refusal::Currency));
    }
    let mut problems = Problems::default();
    if phase == Phase::Open && terms.opens_at != row.opens_at {
        problems.add("opens", "The round has begun: its first day cannot change.");
    }
    if terms.closes_at <= now {
        problems.add("closes", "has passed: close the round instead");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(FundError::Invalid(problems))
    }
}
