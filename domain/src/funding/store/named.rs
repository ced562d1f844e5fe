//! What the log names of rounds and applications.

use crate::{
    broken::Broken,
    forum::Forum,
    funding::State,
    ids::{ApplicationId, RoundId, VersionNumber},
    tables::{applications, column_of, numbered, round_versions, rounds},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// What those of these rounds are called that everybody may see, and the readable ends of their addresses.
pub(crate) async fn round_names(
    forum: &Forum,
    ids: &HashSet<RoundId>,
) -> Result<HashMap<RoundId, (String, String)>, Broken> {
    let number = rounds::Column::Id;
    let query = rounds::Entity::find()
        .select_only()
        .columns([number, rounds::Column::Title, rounds::Column::Slug])
        .filter(rounds::Column::State.eq(State::Published));
    let found: Vec<(RoundId, String, String)> = numbered(forum, query, number, ids).await?;
    let named = |(id, title, slug)| (id, (title, slug));
    Ok(found.into_iter().map(named).collect())
}

/// What was changed for these versions, as far as it was not erased.
pub(crate) async fn round_notes(
    forum: &Forum,
    ids: &HashSet<(RoundId, VersionNumber)>,
) -> Result<HashMap<(RoundId, VersionNumber), String>, Broken> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let one_of = ids.iter().fold(Condition::any(), |any, (round, number)| {
        let this = Condition::all()
            .add(round_versions::Column::RoundId.eq(*round))
            .add(round_versions::Column::Number.eq(*number));
        any.add(this)
    });
    let found: Vec<(RoundId, VersionNumber, String)> = round_versions::Entity::find()
        .select_only()
        .columns([
            round_versions::Column::RoundId,
            round_versions::Column::Number,
            round_versions::Column::Note,
        ])
        .filter(one_of)
        .filter(round_versions::Column::ErasedAt.is_null())
        .into_tuple()
        .all(forum.read())
        .await?;
    let note = |(round, number, note)| ((round, number), note);
    Ok(found.into_iter().map(note).collect())
}

/// Why these applications were accepted or declined; nothing of those that wait.
pub(crate) async fn application_reasons(
    forum: &Forum,
    ids: &HashSet<ApplicationId>,
) -> Result<HashMap<ApplicationId, String>, Broken> {
    let columns = (applications::Column::Id, applications::Column::Reason);
    let said = applications::Entity::find().filter(applications::Column::Reason.ne(""));
    column_of(forum, said, columns, ids).await
}
