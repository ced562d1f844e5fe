//! Accepting and declining the parts of a suggestion.

use super::{
    count_open, hold,
    read::{States, numbered_parts, stored_key},
};
use crate::{
    accounts,
    broken::{Broken, acts},
    forum::{Forum, Write},
    hash::Hash,
    ids::{DecisionId, RevisionNumber, SuggestionId},
    log::{Act, Kind, Subject},
    mail,
    merge::{self, ApplyError, Choice, PartKey},
    once::{self, Claim},
    plans::{self, Cause, Content, Head, Numbered, Saved},
    problems::Problems,
    rendering::RenderError,
    suggestions::{Reason, State, letters},
    tables::{decisions, plans as plan_rows, suggestion_parts, suggestions},
    tags::{self, gives},
    viewer::Member,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// What a founder says to parts of a suggestion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The plan's revision that was looked at while deciding.
    pub seen: i32,
    /// What is decided. Parts that are not named wait on.
    pub parts: Vec<OnPart>,
}

/// What a founder says to a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnPart {
    /// The part's number in the suggestion.
    pub number: i32,
    /// What is done with it.
    pub verdict: Verdict,
    /// Why. To decline takes a reason.
    pub reason: String,
}

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It becomes part of the plan, in this way.
    Accept(Choice),
    /// It does not.
    Decline,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such suggestion to a plan of this member's.
    #[error("no such suggestion")]
    NotFound,
    /// Something typed breaks a rule; of part 3 the fields are `part-3`, `text-3` and `reason-3`.
    #[error("{0}")]
    Invalid(Problems),
    /// Nothing of it waits any more.
    #[error("this suggestion has been decided or taken back")]
    Closed,
    /// This part was decided meanwhile.
    #[error("part {0} has been decided already")]
    PartDecided(i32),
    /// The plan is withdrawn: it has to be brought back first.
    #[error("this plan is withdrawn: bring it back first")]
    Withdrawn,
    /// The plan has a newer revision than the one that was looked at.
    #[error("the plan has been changed since: it is at revision {head}")]
    Stale {
        /// The plan's newest revision.
        head: RevisionNumber,
    },
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(DecideError);
gives!(DecideError);

/// Accepts and declines parts of a suggestion to one's own plan. What is accepted is merged into
/// the plan as one new revision, in the same moment in which it is noted as accepted. Answers with
/// that revision, if one came of it. The same `once` key by the same member is the same decision.
///
/// # Errors
/// When a rule is broken, the suggestion is not to the member's plan, a part was decided already, or
/// the plan was changed since it was looked at.
pub async fn decide(
    forum: &Forum,
    founder: &Member,
    id: SuggestionId,
    verdicts: &Verdicts,
    once: Option<&str>,
) -> Result<Option<Saved>, DecideError> {
    let once = once.map(|key| format!("decide {id} {key}"));
    if let Some(key) = &once
        && let Some(revision) = once::made(forum.read(), founder.id, key).await?
    {
        return decided_before(forum, id, revision).await;
    }
    let (row, plan) = found(forum, founder, id).await?;
    let reasons = check(verdicts)?;
    let merged = merged(forum, &row, &plan, verdicts).await?;
    let write = forum.act(founder).await?;
    tags::share(write.tx()).await?;
    if let Some(key) = &once
        && let Claim::Made(revision) = once::claim(write.tx(), founder.id, key, write.now()).await?
    {
        return decided_before(forum, id, revision).await;
    }
    let plan = held_plan(&write, founder, &row, verdicts).await?;
    if let Some(head) = &merged {
        tags::check_given(write.tx(), head.content().tags(), &plan.tags).await?;
    }
    let row = held_suggestion(&write, id, verdicts).await?;
    let deciding = Deciding {
        forum,
        founder,
        plan: &plan,
        suggestion: &row,
        verdicts,
    };
    let number = merged.as_ref().map(|_| plan.head.next());
    let decision = deciding.note(&write, &reasons, number).await?;
    let content = merged.as_ref().map(Head::hash);
    let saved = match merged {
        Some(head) => Some(deciding.append(&write, head).await?),
        None => None,
    };
    deciding.settle(&write).await?;
    if let Some(key) = &once {
        let revision = number.map_or(0, |number| i64::from(number.0));
        once::keep(write.tx(), founder.id, key, revision).await?;
    }
    let act = Act::by(founder.id, Kind::SuggestionDecided, Subject::Plan(plan.id))
        .with("suggestion", id.0)
        .with("decision", decision.0.0)
        .with("accepted", verdicts.accepted())
        .with("declined", verdicts.parts.len() - verdicts.accepted())
        .with("reasons", decision.1);
    let act = match saved.as_ref().zip(content) {
        Some((saved, content)) => act
            .with("revision", saved.revision.0)
            .with("content", content),
        None => act,
    };
    write.record(act).await?;
    Ok(saved)
}

impl Verdicts {
    fn accepted(&self) -> usize {
        let accepted = |part: &&OnPart| matches!(part.verdict, Verdict::Accept(_));
        self.parts.iter().filter(accepted).count()
    }
}

/// The revision that the same key has made before: none when nothing was accepted.
async fn decided_before(
    forum: &Forum,
    id: SuggestionId,
    revision: i64,
) -> Result<Option<Saved>, DecideError> {
    if revision == 0 {
        return Ok(None);
    }
    let row = suggestions::Entity::find_by_id(id)
        .one(forum.read())
        .await?
        .ok_or(DecideError::NotFound)?;
    let saved = plans::saved_before(forum.read(), row.plan_id).await?;
    Ok(Some(Saved {
        revision: RevisionNumber(i32::try_from(revision).unwrap_or(saved.revision.0)),
        ..saved
    }))
}

/// The reasons, by the number of the part.
fn check(verdicts: &Verdicts) -> Result<BTreeMap<i32, String>, DecideError> {
    let mut problems = Problems::default();
    let mut reasons = BTreeMap::new();
    if verdicts.parts.is_empty() {
        problems.add("parts", "are all left open: accept or decline one at least");
    }
    for part in &verdicts.parts {
        let number = part.number;
        let unsaid = part.reason.trim().is_empty();
        match part.reason.parse::<Reason>() {
            Ok(reason) => {
                reasons.insert(number, reason.as_str().to_owned());
            }
            Err(_) if unsaid && part.verdict == Verdict::Decline => {
                problems.add(format!("reason-{number}"), "is needed to decline a part");
            }
            Err(_) if unsaid => {}
            Err(wrong) => problems.add(format!("reason-{number}"), wrong),
        }
    }
    if problems.is_empty() {
        Ok(reasons)
    } else {
        Err(DecideError::Invalid(problems))
    }
}

async fn found(
    forum: &Forum,
    founder: &Member,
    id: SuggestionId,
) -> Result<(suggestions::Model, plan_rows::Model), DecideError> {
    let row = suggestions::Entity::find_by_id(id)
        .one(forum.read())
        .await?
        .ok_or(DecideError::NotFound)?;
    let plan = plan_rows::Entity::find_by_id(row.plan_id)
        .filter(plan_rows::Column::AuthorId.eq(founder.id))
        .one(forum.read())
        .await?
        .ok_or(DecideError::NotFound)?;
    if row.state != State::Open {
        return Err(DecideError::Closed);
    }
    Ok((row, plan))
}

/// What the plan says with the accepted parts, ready to be stored; nothing when it says that
/// already.
async fn merged(
    forum: &Forum,
    row: &suggestions::Model,
    plan: &plan_rows::Model,
    verdicts: &Verdicts,
) -> Result<Option<Head>, DecideError> {
    if plan.head.0 != verdicts.seen {
        return Err(DecideError::Stale { head: plan.head });
    }
    let choices = choices(forum, row.id, verdicts).await?;
    let states = States::read(forum.read(), row, plan.head).await?;
    let ours = states.ours.clone();
    let numbers: BTreeMap<String, i32> = choices
        .iter()
        .map(|(number, key, _)| (key.to_string(), *number))
        .collect();
    let choices: Vec<(PartKey, Choice)> = choices
        .into_iter()
        .map(|(_, key, choice)| (key, choice))
        .collect();
    let applied = tokio::task::spawn_blocking(move || {
        merge::apply(&states.base, &states.ours, &states.theirs, &choices)
    });
    let result = applied
        .await?
        .map_err(|error| not_applied(&error, &numbers))?;
    if result == ours {
        return Ok(None);
    }
    let content = Content::check(&result).map_err(DecideError::Invalid)?;
    match plans::prepare_head(forum, plan.id, content).await {
        Ok(head) => Ok(Some(head)),
        Err(RenderError::TooComplex(_)) => Err(DecideError::Invalid(plans::too_complex())),
        Err(RenderError::Broken(broken)) => Err(broken.into()),
    }
}

/// The accepted parts: number, name, and in which way.
async fn choices(
    forum: &Forum,
    id: SuggestionId,
    verdicts: &Verdicts,
) -> Result<Vec<(i32, PartKey, Choice)>, DecideError> {
    let numbered: BTreeMap<i32, String> = numbered_parts(forum.read(), id)
        .await?
        .into_iter()
        .map(|part| (part.number, part.part))
        .collect();
    let mut choices = Vec::new();
    let mut problems = Problems::default();
    for part in &verdicts.parts {
        match (numbered.get(&part.number), &part.verdict) {
            (None, _) => problems.add("parts", format!("have no number {}", part.number)),
            (Some(_), Verdict::Decline) => {}
            (Some(name), Verdict::Accept(choice)) => {
                choices.push((part.number, stored_key(name)?, choice.clone()));
            }
        }
    }
    if problems.is_empty() {
        Ok(choices)
    } else {
        Err(DecideError::Invalid(problems))
    }
}

fn not_applied(error: &ApplyError, numbers: &BTreeMap<String, i32>) -> DecideError {
    let number = error.part().and_then(|key| numbers.get(&key.to_string()));
    let problems = match number {
        Some(number) => Problems::one(format!("part-{number}"), error.to_string()),
        None => Problems::one("parts", error.to_string()),
    };
    DecideError::Invalid(problems)
}

async fn held_plan(
    write: &Write,
    founder: &Member,
    row: &suggestions::Model,
    verdicts: &Verdicts,
) -> Result<plan_rows::Model, DecideError> {
    let plan = plans::hold_own(write, founder, row.plan_id)
        .await?
        .ok_or(DecideError::NotFound)?;
    if plan.state == plans::State::Withdrawn {
        return Err(DecideError::Withdrawn);
    }
    if plan.head.0 != verdicts.seen {
        return Err(DecideError::Stale { head: plan.head });
    }
    Ok(plan)
}

/// The suggestion as it stands now that nobody else decides about it.
async fn held_suggestion(
    write: &Write,
    id: SuggestionId,
    verdicts: &Verdicts,
) -> Result<suggestions::Model, DecideError> {
    let row = hold(write, id).await?.ok_or(DecideError::NotFound)?;
    if row.state != State::Open {
        return Err(DecideError::Closed);
    }
    let decided = numbered_parts(write.tx(), id)
        .await?
        .into_iter()
        .filter(|part| part.decision_id.is_some());
    for part in decided {
        if verdicts.parts.iter().any(|on| on.number == part.number) {
            return Err(DecideError::PartDecided(part.number));
        }
    }
    Ok(row)
}

/// A decision under way.
struct Deciding<'d> {
    forum: &'d Forum,
    founder: &'d Member,
    plan: &'d plan_rows::Model,
    suggestion: &'d suggestions::Model,
    verdicts: &'d Verdicts,
}

impl Deciding<'_> {
    /// Writes down what was said to which part.
    async fn note(
        &self,
        write: &Write,
        reasons: &BTreeMap<i32, String>,
        revision: Option<RevisionNumber>,
    ) -> Result<(DecisionId, Hash), Broken> {
        let salt: [u8; 16] = self.forum.entropy().bytes();
        let reasons = serde_json::to_string(reasons)?;
        let hash = Hash::of_content(&salt, &reasons)?;
        let row = decisions::ActiveModel {
            suggestion_id: Set(self.suggestion.id),
            author_id: Set(self.founder.id),
            revision: Set(revision),
            reasons: Set(reasons),
            created_at: Set(write.now()),
            salt: Set(salt.to_vec()),
            content_hash: Set(hash.to_vec()),
            ..Default::default()
        };
        let id = row.insert(write.tx()).await?.id;
        for accepted in [true, false] {
            let numbers = self
                .verdicts
                .parts
                .iter()
                .filter(|part| matches!(part.verdict, Verdict::Accept(_)) == accepted);
            suggestion_parts::Entity::update_many()
                .col_expr(suggestion_parts::Column::Accepted, accepted.into())
                .col_expr(suggestion_parts::Column::DecisionId, id.into())
                .filter(suggestion_parts::Column::SuggestionId.eq(self.suggestion.id))
                .filter(suggestion_parts::Column::Number.is_in(numbers.map(|part| part.number)))
                .exec(write.tx())
                .await?;
        }
        Ok((id, hash))
    }

    /// Makes the revision. Its author is the founder, who answers for it; whoever made the
    /// suggestion is credited by its number.
    async fn append(&self, write: &Write, head: Head) -> Result<Saved, Broken> {
        let numbered = Numbered {
            plan: self.plan.id,
            number: self.plan.head.next(),
            author: self.founder.id,
            note: "Accepted a suggestion",
            cause: Cause::Suggested(self.suggestion.id),
        };
        plans::append(write, self.plan, &numbered, head).await
    }

    /// Counts what was decided, and tells whoever made the suggestion.
    async fn settle(&self, write: &Write) -> Result<(), Broken> {
        let row = self.suggestion;
        let accepted = self.verdicts.accepted();
        let declined = self.verdicts.parts.len() - accepted;
        let count = |before: i32, more: usize| before + i32::try_from(more).unwrap_or(0);
        let (all_accepted, all_declined) =
            (count(row.accepted, accepted), count(row.declined, declined));
        let open = row.parts - all_accepted - all_declined;
        let changed = suggestions::ActiveModel {
            id: Set(row.id),
            accepted: Set(all_accepted),
            declined: Set(all_declined),
            state: Set(if open > 0 {
                State::Open
            } else {
                State::Decided
            }),
            changed_at: Set(write.now()),
            ..Default::default()
        };
        changed.update(write.tx()).await?;
        if open == 0 {
            count_open(write, self.plan.id, -1).await?;
        }
        if row.author_id == self.founder.id {
            return Ok(());
        }
        let news = letters::News {
            id: row.id,
            plan: &self.plan.title,
            accepted,
            declined,
            open: usize::try_from(open).unwrap_or(0),
        };
        if let Some(to) = accounts::address_for_news(write, row.author_id).await? {
            let letter = letters::decided(self.forum.policy(), to, &news);
            mail::queue(write.tx(), letter, write.now()).await?;
        }
        Ok(())
    }
}
