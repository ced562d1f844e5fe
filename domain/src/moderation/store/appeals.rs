//! Appealing against a measure, and answering.

use super::{
    ModerateError, begin, checked, edit, refused,
    said::hash,
    undo::{Undoing, held, known, stands},
};
use crate::{
    accounts::{self, Standing},
    broken::Broken,
    forum::{Forum, Write},
    hash::Hash,
    ids::{AppealId, MeasureId},
    log::{Act, Kind},
    mail,
    moderation::{
        AppealState, Refusal, Words,
        letters::{self, Answer},
    },
    plans::{MOST_PER_PAGE, Page},
    problems::Problems,
    tables::{accounts as account_rows, appeals},
    viewer::{Moderator, Person},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::OnConflict,
};

/// Says something against a measure that one is concerned by, once. Whoever is suspended may do so as well.
/// Everybody can read it, beside the measure.
///
/// # Errors
/// When the measure is about somebody else, was undone or cannot be, or one has appealed already.
pub async fn appeal(
    forum: &Forum,
    person: &Person,
    measure: MeasureId,
    typed: &str,
) -> Result<AppealId, ModerateError> {
    let words = Words::check(typed, 3)
        .map_err(|wrong| ModerateError::Invalid(Problems::one("words", wrong)))?;
    let write = forum.write().await?;
    let standing: Option<Standing> = account_rows::Entity::find_by_id(person.id)
        .select_only()
        .column(account_rows::Column::Standing)
        .into_tuple()
        .one(write.tx())
        .await?;
    if !matches!(standing, Some(Standing::Active | Standing::Suspended)) {
        return Err(ModerateError::NotFound);
    }
    let (target, row) = held(&write, measure).await?;
    if row.account_id != person.id {
        return Err(ModerateError::NotFound);
    }
    stands(&target, &row).ok_or_else(|| refused(Refusal::Undone))?;
    let salt = forum.entropy().bytes::<16>();
    let hash = hash(words.as_str(), &salt)?;
    let new = appeals::ActiveModel {
        measure_id: Set(measure),
        account_id: Set(person.id),
        words: Set(words.as_str().into()),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
        created_at: Set(write.now()),
        state: Set(AppealState::Waiting),
        ..Default::default()
    };
    let once = OnConflict::column(appeals::Column::MeasureId)
        .do_nothing()
        .to_owned();
    let added = appeals::Entity::insert(new)
        .try_insert()
        .on_conflict(once)
        .exec_without_returning(write.tx())
        .await?;
    if added == 0 {
        return Err(refused(Refusal::Already));
    }
    let made = appeals::Entity::find()
        .filter(appeals::Column::MeasureId.eq(measure))
        .one(write.tx())
        .await?
        .ok_or(ModerateError::NotFound)?;
    let act = Act::by(person.id, Kind::AppealMade, target.subject())
        .with("appeal", made.id.0)
        .with("words", hash);
    write.record(act).await?;
    Ok(made.id)
}

/// Answers an appeal against what another moderator did, or the forum by itself: undoes the measure or lets
/// it stand, with a reason that everybody may read. Whoever appealed is told.
///
/// # Errors
/// When it is answered, against one's own measure, or about one's own things.
pub async fn answer(
    forum: &Forum,
    moderator: &Moderator,
    appeal: AppealId,
    granted: bool,
    reason: &str,
) -> Result<(), ModerateError> {
    let reason = checked(reason)?;
    let of = appeals::Entity::find_by_id(appeal)
        .one(forum.read())
        .await?;
    let of = of.ok_or(ModerateError::NotFound)?;
    let edit = if granted {
        edit::prepare_undo(forum, &known(forum, of.measure_id).await?).await?
    } else {
        None
    };
    let (write, role) = begin(forum, moderator, of.account_id).await?;
    let (target, measure) = held(&write, of.measure_id).await?;
    let row = appeals::Entity::find_by_id(appeal)
        .lock_exclusive()
        .one(write.tx())
        .await?
        .ok_or(ModerateError::NotFound)?;
    if row.state != AppealState::Waiting {
        return Err(refused(Refusal::Already));
    }
    if let Some(refusal) = target.refusal(moderator, role) {
        return Err(refused(refusal));
    }
    if measure.moderator_id == Some(moderator.id) {
        return Err(refused(Refusal::Another));
    }
    let answered = keep_answer(forum, &write, moderator, appeal, granted, reason.as_str()).await?;
    if let Some(to) = accounts::address_of(&write, row.account_id).await? {
        let answer = Answer {
            granted,
            by: &moderator.name,
            name: &target.name,
            reason: reason.as_str(),
            measure: measure.id,
        };
        let letter = letters::answered(forum.policy(), to, &answer);
        mail::queue(write.tx(), letter, write.now()).await?;
    }
    let act = |kind| answered.told_in(Act::by(moderator.id, kind, target.subject()));
    if granted {
        let undoing = Undoing {
            moderator,
            reason: reason.as_str(),
            edit,
        };
        let undone = undoing.run(forum, &write, &target, &measure).await?;
        let act = act(Kind::AppealGranted)
            .with("measure", undone.taken.id.0)
            .with("reason", undone.taken.hash)
            .with("deed", undone.measure.deed.as_str());
        write.record(undone.told_in(act)).await?;
    } else {
        write.record(act(Kind::AppealRefused)).await?;
    }
    Ok(())
}

/// An answer that has been kept.
pub(super) struct Answered {
    appeal: AppealId,
    hash: Hash,
}

impl Answered {
    /// Names it in an entry of the log.
    pub(super) fn told_in(&self, act: Act) -> Act {
        act.with("answered", self.appeal.0)
            .with("answer", self.hash)
    }
}

async fn keep_answer(
    forum: &Forum,
    write: &Write,
    moderator: &Moderator,
    appeal: AppealId,
    granted: bool,
    reason: &str,
) -> Result<Answered, Broken> {
    let salt = forum.entropy().bytes::<16>();
    let hash = hash(reason, &salt)?;
    let state = if granted {
        AppealState::Granted
    } else {
        AppealState::Refused
    };
    let answered = appeals::ActiveModel {
        id: Set(appeal),
        state: Set(state),
        answered_by: Set(Some(moderator.id)),
        answered_at: Set(Some(write.now())),
        answer: Set(Some(reason.into())),
        answer_salt: Set(Some(salt.to_vec())),
        answer_hash: Set(Some(hash.to_vec())),
        ..Default::default()
    };
    answered.update(write.tx()).await?;
    Ok(Answered { appeal, hash })
}

/// An appeal that waits against a measure which is being undone is granted by that.
pub(super) async fn grant_waiting(
    forum: &Forum,
    write: &Write,
    moderator: &Moderator,
    measure: MeasureId,
    reason: &str,
) -> Result<Option<Answered>, Broken> {
    let waiting = appeals::Entity::find()
        .filter(appeals::Column::MeasureId.eq(measure))
        .filter(appeals::Column::State.eq(AppealState::Waiting))
        .lock_exclusive()
        .one(write.tx())
        .await?;
    match waiting {
        None => Ok(None),
        Some(row) => {
            let answered = keep_answer(forum, write, moderator, row.id, true, reason).await?;
            Ok(Some(answered))
        }
    }
}

/// The appeals that wait, the oldest first, from after this one on: the measures that they are against.
///
/// # Errors
/// When the database fails.
pub async fn waiting_appeals(
    forum: &Forum,
    _: &Moderator,
    after: Option<AppealId>,
    limit: u64,
) -> Result<Page<MeasureId, AppealId>, ModerateError> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows = appeals::Entity::find()
        .filter(appeals::Column::State.eq(AppealState::Waiting))
        .apply_if(after, |query, after| {
            query.filter(appeals::Column::Id.gt(after))
        })
        .order_by_asc(appeals::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let items = rows.into_iter().map(|row| row.measure_id).collect();
    Ok(Page { items, next })
}
