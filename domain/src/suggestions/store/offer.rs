//! Offering a change to a plan.

use super::{count_open, hashes::Said};
use crate::{
    accounts::{self, Written, check_text},
    broken::{Broken, acts},
    clock::Timestamp,
    forks::may_flow,
    forum::{Forum, Write},
    hash::Hash,
    ids::{PlanId, RevisionNumber, SuggestionId},
    limits::{self, Rate, limited},
    log::{Act, Kind, Subject},
    mail,
    merge::{self, Part},
    once::{self, Claim},
    plans::{self, Content, Licence, Typed},
    problems::Problems,
    suggestions::{MOST_PARTS, Note, State, letters},
    tables::{plans as plan_rows, revisions, suggestion_parts, suggestions},
    tags::{self, gives},
    text::{SectionKey, sections},
    viewer::Member,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

/// How often one member may offer a change.
const OFFERS: Rate = Rate::new(20, 3 * Timestamp::MINUTE);
/// How many of a member's suggestions may wait at one plan.
const MOST_WAITING: u64 = 10;

/// A change about to be offered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSuggestion {
    /// What it changes and why.
    pub note: String,
    /// What is offered.
    pub offer: Offer,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Everything in which one's own fork of the plan is another now.
    Fork(PlanId),
    /// A section of this revision, written anew; a new one at the end without a key.
    Section {
        /// The revision that it was written over.
        base: RevisionNumber,
        /// The section.
        section: Option<SectionKey>,
        /// What it is to say, its heading included. Empty removes it.
        text: String,
    },
    /// The whole plan, written over this revision.
    Whole {
        /// The revision that it was written over.
        base: RevisionNumber,
        /// What the plan is to say. Stage and licence are not offered.
        typed: Box<Typed>,
    },
}

/// Why a change was not offered.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// There is no such plan to be seen.
    #[error("no such plan")]
    NotFound,
    /// The plan has no such revision, or its text was erased.
    #[error("this plan has no such revision")]
    NoRevision,
    /// It is not a fork of this plan by this member.
    #[error("this is no fork of yours of that plan")]
    NoFork,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The member offers too often.
    #[error("suggested too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(OfferError);
limited!(OfferError);
gives!(OfferError);

fn invalid(field: &'static str, message: impl Into<String>) -> OfferError {
    OfferError::Invalid(Problems::one(field, message))
}

/// Offers a change to a published plan, be it one's own. The same `once` key by the same member is
/// the same suggestion.
///
/// # Errors
/// When there is no such plan, nothing in it would change, a rule is broken, or the member may not
/// act.
pub async fn offer(
    forum: &Forum,
    author: &Member,
    plan: PlanId,
    typed: &NewSuggestion,
    once: Option<&str>,
) -> Result<SuggestionId, OfferError> {
    let note: Note = typed
        .note
        .parse()
        .map_err(|wrong: String| invalid("note", wrong))?;
    let once = once.map(|key| format!("suggest {key}"));
    if let Some(key) = &once
        && let Some(id) = once::made(forum.read(), author.id, key).await?
    {
        return Ok(SuggestionId(id));
    }
    let offered = offered(forum, author, plan, &typed.offer).await?;
    let prepared = Prepared::new(forum, &note, &offered)?;
    limits::take(forum, &format!("suggest:account:{}", author.id), OFFERS).await?;
    let write = forum.act(author).await?;
    if let Some(key) = &once
        && let Claim::Made(id) = once::claim(write.tx(), author.id, key, write.now()).await?
    {
        return Ok(SuggestionId(id));
    }
    let of = hold_plan(&write, author, plan).await?;
    let id = insert(&write, author, plan, &note, &offered, &prepared).await?;
    count_open(&write, plan, 1).await?;
    if let Some(key) = &once {
        once::keep(write.tx(), author.id, key, id.0).await?;
    }
    if of.author_id != author.id
        && let Some(to) = accounts::address_for_news(&write, of.author_id).await?
    {
        let letter = letters::offered(forum.policy(), to, id, &of.title, &author.name);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let fork = offered.fork;
    let act = Act::by(author.id, Kind::SuggestionOffered, Subject::Plan(plan))
        .with("suggestion", id.0)
        .with("base", offered.base.0)
        .with("fork", fork.map(|(fork, _)| fork.0))
        .with("fork_revision", fork.map(|(_, revision)| revision.0))
        .with("content", prepared.hash);
    write.record(act).await?;
    Ok(id)
}

/// A change with the parts that it is made of.
struct Offered {
    base: RevisionNumber,
    fork: Option<(PlanId, RevisionNumber)>,
    theirs: Content,
    parts: Vec<Part>,
}

async fn offered(
    forum: &Forum,
    author: &Member,
    plan: PlanId,
    offer: &Offer,
) -> Result<Offered, OfferError> {
    let into = plan_rows::Entity::find_by_id(plan)
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .one(forum.read())
        .await?
        .ok_or(OfferError::NotFound)?;
    let (base, old, theirs, fork) = match offer {
        Offer::Fork(fork) => from_fork(forum, author, &into, *fork).await?,
        Offer::Section {
            base,
            section,
            text,
        } => {
            let old = revision(forum, plan, *base).await?;
            let body = with_section(&old.body, section.as_ref(), text)?;
            let theirs = Typed {
                body,
                ..old.clone()
            };
            (*base, old, theirs, None)
        }
        Offer::Whole { base, typed } => {
            let old = revision(forum, plan, *base).await?;
            (*base, old, (**typed).clone(), None)
        }
    };
    let theirs = Typed {
        stage: into.stage.to_string(),
        licence: into.licence.to_string(),
        ..theirs
    };
    let theirs = Content::check(&theirs).map_err(OfferError::Invalid)?;
    tags::check_given(forum.read(), theirs.tags(), &into.tags).await?;
    let new = accounts::newcomer(forum, author.id).await?;
    let place = (Written::Plan, "body");
    let problems = check_text(forum, new.as_ref(), place, theirs.body(), &old.body).await?;
    if !problems.is_empty() {
        return Err(OfferError::Invalid(problems));
    }
    let parts = parts(old, theirs.typed()).await?;
    Ok(Offered {
        base,
        fork,
        theirs,
        parts,
    })
}

type FromFork = (
    RevisionNumber,
    Typed,
    Typed,
    Option<(PlanId, RevisionNumber)>,
);

/// What a fork has changed since it last was what its parent was.
async fn from_fork(
    forum: &Forum,
    author: &Member,
    into: &plan_rows::Model,
    fork: PlanId,
) -> Result<FromFork, OfferError> {
    let row = plan_rows::Entity::find_by_id(fork)
        .filter(plan_rows::Column::AuthorId.eq(author.id))
        .filter(plan_rows::Column::ForkedFromPlan.eq(into.id))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .one(forum.read())
        .await?
        .ok_or(OfferError::NoFork)?;
    check_licence(row.licence, into.licence)?;
    let base = row.pulled_revision.ok_or(OfferError::NoFork)?;
    let old = revision(forum, into.id, base).await?;
    let theirs = revision(forum, fork, row.head).await?;
    Ok((base, old, theirs, Some((fork, row.head))))
}

fn check_licence(from: Licence, into: Licence) -> Result<(), OfferError> {
    if may_flow(from, into) {
        return Ok(());
    }
    let (from, into) = (from.name(), into.name());
    Err(invalid(
        "fork",
        format!(
            "is under {from}, which asks more of copies than the plan's {into} does: its text cannot go there"
        ),
    ))
}

async fn revision(
    forum: &Forum,
    plan: PlanId,
    number: RevisionNumber,
) -> Result<Typed, OfferError> {
    let row = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan))
        .filter(revisions::Column::Number.eq(number))
        .filter(revisions::Column::ErasedAt.is_null())
        .one(forum.read())
        .await?
        .ok_or(OfferError::NoRevision)?;
    Ok(plans::stored_typed(row)?)
}

/// A body with one section written anew, or with a new one at its end.
fn with_section(body: &str, key: Option<&SectionKey>, text: &str) -> Result<String, OfferError> {
    let too_complex = |_| OfferError::Invalid(plans::too_complex());
    let range = match key {
        None => body.len()..body.len(),
        Some(key) => sections::sections(body)
            .map_err(too_complex)?
            .into_iter()
            .find(|section| section.key == *key)
            .map(|section| section.range)
            .ok_or_else(|| invalid("section", "is not a section of that revision"))?,
    };
    let text = text.trim();
    let begins = sections::sections(text)
        .map_err(too_complex)?
        .first()
        .is_some_and(|section| section.range.start == 0);
    if !text.is_empty() && !begins {
        let message = "must begin with a heading, such as “## Risks”";
        return Err(invalid("text", message));
    }
    let (before, after) = (body[..range.start].trim_end(), &body[range.end..]);
    let mut new = String::with_capacity(body.len() + text.len());
    for part in [before, text, after]
        .into_iter()
        .filter(|part| !part.is_empty())
    {
        if !new.is_empty() {
            new.push_str("\n\n");
        }
        new.push_str(part);
    }
    // What follows must still begin where it was put.
    let place = new.len() - after.len();
    let whole = sections::sections(&new).map_err(too_complex)?;
    let runs_on = !after.is_empty() && whole.iter().all(|section| section.range.start != place);
    if runs_on {
        let message = "would run on into the section after it: something in it is opened and \
                       never closed, such as a block of code";
        return Err(invalid("text", message));
    }
    Ok(new)
}

async fn parts(old: Typed, theirs: Typed) -> Result<Vec<Part>, OfferError> {
    let parts = tokio::task::spawn_blocking(move || merge::parts(&old, &old, &theirs))
        .await?
        .map_err(|_| OfferError::Invalid(plans::too_complex()))?;
    match parts.len() {
        0 => Err(invalid("text", "changes nothing in the plan")),
        many if many > MOST_PARTS => Err(invalid(
            "text",
            format!(
                "changes {many} parts of the plan; at most {MOST_PARTS} can be suggested: fork it instead"
            ),
        )),
        _ => Ok(parts),
    }
}

/// A suggestion ready to be stored.
struct Prepared {
    tags: String,
    numbers: Option<String>,
    salt: [u8; 16],
    hash: Hash,
}

impl Prepared {
    fn new(forum: &Forum, note: &Note, offered: &Offered) -> Result<Self, Broken> {
        let theirs = &offered.theirs;
        let tags = plans::join_tags(theirs);
        let numbers = theirs.numbers().map(serde_json::to_string).transpose()?;
        let salt = forum.entropy().bytes();
        let said = Said {
            note: note.as_str(),
            title: theirs.title(),
            pitch: theirs.pitch(),
            body: theirs.body(),
            tags: &tags,
            numbers: numbers.as_deref(),
        };
        Ok(Self {
            hash: said.hash(&salt)?,
            tags,
            numbers,
            salt,
        })
    }
}

/// The plan, held until this write ends, if it is still to be seen and not too much of this
/// member's waits there.
async fn hold_plan(
    write: &Write,
    author: &Member,
    plan: PlanId,
) -> Result<plan_rows::Model, OfferError> {
    let row = plans::hold(write, plan)
        .await?
        .filter(|plan| plan.state == plans::State::Published)
        .ok_or(OfferError::NotFound)?;
    let waiting = suggestions::Entity::find()
        .filter(suggestions::Column::PlanId.eq(plan))
        .filter(suggestions::Column::AuthorId.eq(author.id))
        .filter(suggestions::Column::State.eq(State::Open))
        .count(write.tx())
        .await?;
    if waiting >= MOST_WAITING {
        let message = format!("is one too many: {waiting} of yours wait at this plan already");
        return Err(invalid("note", message));
    }
    Ok(row)
}

async fn insert(
    write: &Write,
    author: &Member,
    plan: PlanId,
    note: &Note,
    offered: &Offered,
    prepared: &Prepared,
) -> Result<SuggestionId, Broken> {
    let theirs = &offered.theirs;
    let row = suggestions::ActiveModel {
        plan_id: Set(plan),
        author_id: Set(author.id),
        base: Set(offered.base),
        fork_id: Set(offered.fork.map(|(fork, _)| fork)),
        fork_revision: Set(offered.fork.map(|(_, revision)| revision)),
        title: Set(theirs.title().into()),
        pitch: Set(theirs.pitch().into()),
        body: Set(theirs.body().into()),
        tags: Set(prepared.tags.clone()),
        numbers: Set(prepared.numbers.clone()),
        note: Set(note.as_str().into()),
        state: Set(State::Open),
        parts: Set(i32::try_from(offered.parts.len()).unwrap_or(i32::MAX)),
        created_at: Set(write.now()),
        changed_at: Set(write.now()),
        salt: Set(prepared.salt.to_vec()),
        content_hash: Set(prepared.hash.to_vec()),
        ..Default::default()
    };
    let id = row.insert(write.tx()).await?.id;
    let parts = (1..)
        .zip(&offered.parts)
        .map(|(number, part)| suggestion_parts::ActiveModel {
            suggestion_id: Set(id),
            number: Set(number),
            part: Set(part.key.to_string()),
            title: Set(part.title.clone()),
            ..Default::default()
        });
    suggestion_parts::Entity::insert_many(parts)
        .exec_without_returning(write.tx())
        .await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::with_section;
    use crate::text::SectionKey;

    const BODY: &str = "Why.\n\n## A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree";

    fn written(key: Option<&str>, text: &str) -> Result<String, String> {
        let key = key.map(|key| SectionKey::parse(key).expect("a key"));
        with_section(BODY, key.as_ref(), text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_section_is_written_in_its_place() {
        let new = "Why.\n\n## A\n\none\n\n## B now\n\n2\n\n## C\n\nthree";
        assert_eq!(
            written(Some("b"), "## B now\n\n2\n\n\n").as_deref(),
            Ok(new)
        );
        let without = "Why.\n\n## A\n\none\n\n## C\n\nthree";
        assert_eq!(written(Some("b"), " ").as_deref(), Ok(without));
        let more = format!("{BODY}\n\n## D\n\nfour");
        assert_eq!(written(None, "## D\n\nfour").as_deref(), Ok(more.as_str()));
    }

    #[test]
    fn a_section_keeps_to_itself() {
        assert!(written(Some("b"), "no heading").is_err());
        assert!(written(Some("x"), "## B").is_err());
        let open = written(Some("b"), "## B\n\n```\ncode").expect_err("it swallows C");
        assert!(open.contains("run on"), "{open}");
        assert!(written(Some("c"), "## C\n\n```\ncode").is_ok());
        assert!(written(Some("b"), "## B\n\ntwo\n\n## B and a half\n\n2.5").is_ok());
    }
}
