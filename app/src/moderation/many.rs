//! `POST /moderation/many`: one decision about many cases.

use super::{
    failed,
    queue::{Bulk, page},
};
use crate::{failure::Failure, visit::Visit};
use axum::{extract::RawForm, http::StatusCode, response::Response};
use domain::{
    ids::CaseId,
    moderation::{self, Decision, ModerateError, Waiting},
    problems::Problems,
};

/// No more are decided at once: it is a page of them.
const MOST: usize = 25;

/// `POST /moderation/many`. What can be done is done; the rest stays, and is counted.
pub async fn decide_many(visit: Visit, RawForm(sent): RawForm) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&sent)
        .map_err(|_| Failure::BadRequest("The form could not be understood.".into()))?;
    let one = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (deed, reason) = (one("deed"), one("reason"));
    let chosen = fields.iter().filter(|(field, _)| field == "case");
    let cases: Vec<CaseId> = chosen
        .filter_map(|(_, id)| id.parse().ok())
        .take(MOST)
        .collect();
    let mut bulk = Bulk {
        deed: deed.clone(),
        reason: reason.clone(),
        ..Bulk::default()
    };
    if cases.is_empty() {
        bulk.told = Some("Tick the cases that you want to decide about.".into());
        return page(
            &visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            (Waiting::All, None),
            &bulk,
        )
        .await;
    }
    let decision = Decision {
        deed,
        reason,
        ..Decision::default()
    };
    let (mut done, mut left) = (0, Vec::new());
    for case in &cases {
        match moderation::decide(visit.forum(), &moderator, *case, &decision).await {
            Ok(_) => done += 1,
            Err(ModerateError::Refused(refusal)) => left.push(format!("Case {case}: {refusal}")),
            Err(ModerateError::NotFound) => left.push(format!("Case {case} is not there.")),
            Err(ModerateError::Invalid(problems)) => {
                bulk.problems = problems;
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return page(&visit, status, (Waiting::All, None), &bulk).await;
            }
            Err(error) => return Err(failed(error)),
        }
    }
    let told = format!(
        "Decided about {done} of {}. {}",
        cases.len(),
        left.join(" ")
    );
    let bulk = Bulk {
        told: Some(told),
        problems: Problems::default(),
        ..Bulk::default()
    };
    let status = if left.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::CONFLICT
    };
    page(&visit, status, (Waiting::All, None), &bulk).await
}
