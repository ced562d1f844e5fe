//! All that moderators know of a case.

use super::{
    cases::{Case, told},
    flag::weights,
    measures::{Told, measures_of},
};
use crate::{
    accounts::{self, Byline, Role, Standing},
    broken::Broken,
    clock::Timestamp,
    comments::State,
    forum::Forum,
    funding,
    ids::{AccountId, CaseId, PlanId},
    moderation::{CaseState, Complaint, Thing},
    plans::{self, Plan},
    rendering,
    tables::{
        accounts as account_rows, case_notes, cases, comments as comment_rows, flags,
        listings as listing_rows,
    },
    viewer::{Moderator, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

/// How many flags and notes of a case are told, the newest.
const MOST_TOLD: u64 = 100;

/// A case with everything that helps to decide it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case as the queue shows it.
    pub case: Case,
    /// What the thing says, made safe to put into a page: a comment's text, a person's own words. A plan is
    /// read on its page.
    pub html: String,
    /// The plan that a comment is on.
    pub on: Option<PlanId>,
    /// The plan that it is about.
    pub plan: Option<Plan>,
    /// Who flagged it, the newest first.
    pub flags: Vec<Flag>,
    /// What moderators told each other, the oldest first.
    pub notes: Vec<Note>,
    /// What was done about the thing before, the newest first.
    pub before: Vec<Told>,
    /// Whoever it belongs to.
    pub author: Record,
}

/// A flag as moderators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Who flagged the thing.
    pub by: Byline,
    /// How much they are trusted now, in thousandths.
    pub trust: i64,
    /// Of what they complain.
    pub reason: Complaint,
    /// What they said beside.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// What a moderator told others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Who.
    pub by: Byline,
    /// What.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// What is known of a person.
#[derive(Clone, Debug)]
pub struct Record {
    /// Who it is.
    pub byline: Byline,
    /// What they may do.
    pub role: Role,
    /// Whether they may act.
    pub standing: Standing,
    /// When they joined.
    pub joined: Timestamp,
    /// Why they wanted to, where that was asked.
    pub application: Option<String>,
    /// How many plans of theirs are to be seen.
    pub plans: i64,
    /// How many comments.
    pub comments: i64,
    /// How many cases about them were upheld …
    pub upheld: i64,
    /// … and how many dismissed.
    pub dismissed: i64,
    /// What was done about them and their things, the newest first.
    pub measures: Vec<Told>,
}

/// A case, for a moderator who is not concerned.
///
/// # Errors
/// When the database fails.
pub async fn case_file(
    forum: &Forum,
    moderator: &Moderator,
    id: CaseId,
) -> Result<Option<CaseFile>, Broken> {
    let row = cases::Entity::find_by_id(id).one(forum.read()).await?;
    // As in the queue: what is one's own others decide.
    let Some(row) = row.filter(|row| row.account_id != moderator.id) else {
        return Ok(None);
    };
    let thing = Thing::of(row.kind, row.subject);
    let concerned = row.account_id;
    let viewer = Viewer::Member((**moderator).clone());
    let ((html, on), plan, flags, notes, before, author) = tokio::try_join!(
        said(forum, thing),
        async {
            match thing {
                Thing::Plan(id) => plans::find(forum, &viewer, id).await,
                _ => Ok(None),
            }
        },
        flags_of(forum, id),
        notes_of(forum, id),
        measures_of(forum, moderator, thing),
        record_of(forum, moderator, concerned),
    )?;
    let case = told(forum, vec![row]).await?.pop();
    let case = case.ok_or_else(|| Broken::internal("a case that was found is told"))?;
    Ok(Some(CaseFile {
        case,
        html,
        on,
        plan,
        flags,
        notes,
        before,
        author,
    }))
}

async fn said(forum: &Forum, thing: Thing) -> Result<(String, Option<PlanId>), Broken> {
    match thing {
        Thing::Plan(_) => Ok(Default::default()),
        Thing::Comment(id) => {
            let row = comment_rows::Entity::find_by_id(id)
                .one(forum.read())
                .await?;
            let Some(mut row) = row else {
                return Ok(Default::default());
            };
            if row.state != State::Shown && row.withheld.is_none() {
                return Ok((String::new(), Some(row.plan_id)));
            }
            let stored = [(row.id, row.renderer, &mut row.html)];
            rendering::refresh::<comment_rows::Entity>(forum, stored).await?;
            Ok((row.html, Some(row.plan_id)))
        }
        Thing::Listing(id) => {
            let row = listing_rows::Entity::find_by_id(id)
                .one(forum.read())
                .await?;
            let Some(mut row) = row else {
                return Ok(Default::default());
            };
            let stored = [(row.id, row.renderer, &mut row.html)];
            rendering::refresh::<listing_rows::Entity>(forum, stored).await?;
            Ok((row.html, None))
        }
        Thing::Round(id) => Ok((funding::html_of(forum, id).await?, None)),
        Thing::Account(id) => {
            let row = account_rows::Entity::find_by_id(id)
                .one(forum.read())
                .await?;
            let Some(mut row) = row else {
                return Ok(Default::default());
            };
            let stored = [(row.id, row.about_renderer, &mut row.about_html)];
            rendering::refresh::<account_rows::Entity>(forum, stored).await?;
            Ok((row.about_html, None))
        }
    }
}

async fn flags_of(forum: &Forum, case: CaseId) -> Result<Vec<Flag>, Broken> {
    let rows = flags::Entity::find()
        .filter(flags::Column::CaseId.eq(case))
        .order_by_desc(flags::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let people = accounts::bylines(forum, ids.iter().copied()).await?;
    let trusted = weights(forum.read(), &ids).await?;
    let flags = rows.into_iter().map(|row| Flag {
        by: people.of(row.account_id),
        trust: trusted.get(&row.account_id).copied().unwrap_or_default(),
        reason: row.reason,
        words: row.words,
        at: row.created_at,
    });
    Ok(flags.collect())
}

async fn notes_of(forum: &Forum, case: CaseId) -> Result<Vec<Note>, Broken> {
    let mut rows = case_notes::Entity::find()
        .filter(case_notes::Column::CaseId.eq(case))
        .order_by_desc(case_notes::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    rows.reverse();
    let people = accounts::bylines(forum, rows.iter().map(|row| row.moderator_id)).await?;
    let notes = rows.into_iter().map(|row| Note {
        by: people.of(row.moderator_id),
        words: row.words,
        at: row.created_at,
    });
    Ok(notes.collect())
}

#[derive(FromQueryResult)]
struct Outcomes {
    state: CaseState,
    count: i64,
}

async fn record_of(forum: &Forum, moderator: &Moderator, id: AccountId) -> Result<Record, Broken> {
    let row = account_rows::Entity::find_by_id(id)
        .one(forum.read())
        .await?
        .ok_or_else(|| Broken::internal("a case names nobody"))?;
    let outcomes: Vec<Outcomes> = cases::Entity::find()
        .select_only()
        .column(cases::Column::State)
        .column_as(cases::Column::Id.count(), "count")
        .filter(cases::Column::AccountId.eq(id))
        .group_by(cases::Column::State)
        .into_model()
        .all(forum.read())
        .await?;
    let count = |state| {
        let of_state = outcomes.iter().find(|one| one.state == state);
        of_state.map_or(0, |one| one.count)
    };
    Ok(Record {
        byline: accounts::byline(forum, id).await?,
        role: row.role,
        standing: row.standing,
        joined: row.created_at,
        application: row.application,
        plans: row.plans,
        comments: row.comments,
        upheld: count(CaseState::Upheld),
        dismissed: count(CaseState::Dismissed),
        measures: super::measures::concerning(forum, moderator, id).await?,
    })
}
