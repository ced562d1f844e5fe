//! `GET /plans/{id}/discussion/new`: the comments after a place in the log, as a part to put into a
//! page that is open.

use super::parts;
use crate::{failure::Failure, plans::page::known, visit::Visit};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use domain::{Forum, comments, ids::Seq, log};
use serde::Deserialize;

/// From where on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

impl Asked {
    /// The place in the log up to which whoever asks knows everything. Who names none knows
    /// everything there is: only what comes from now on is new to them.
    pub(super) async fn place(&self, forum: &Forum) -> Result<Seq, Failure> {
        match self.after.as_str() {
            "" => Ok(log::newest(forum).await?),
            after => after.parse().map_err(|_| {
                Failure::BadRequest("“after” is not a place in the log: a whole number.".into())
            }),
        }
    }
}

/// `GET /plans/{id}/discussion/new`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    if !plan.readable_by(&visit.viewer) {
        return Err(Failure::NotFound);
    }
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let new = comments::since(forum, viewer, &plan, asked.place(forum).await?).await?;
    let ids = new.into_iter().map(|(_, id)| id).collect();
    let sections = comments::sections(forum, &plan).await?;
    let comments = comments::by_ids(forum, viewer, &plan, &sections, ids).await?;
    let some = !comments.is_empty();
    Ok(visit.part(|| some.then(|| parts::flat(&visit, &plan, &comments))))
}
