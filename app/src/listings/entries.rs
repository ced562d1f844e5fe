//! `POST /listings/{id}/plans…`: putting plans into a listing, moving them, and what it says of them.

use super::{
    edit_address, editable,
    editing::page,
    named, refused,
    typed::{Part, Typed},
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    ids::PlanId,
    listings::{self, CurateError, Move},
    plans::plan_named,
    problems::Problems,
};
use serde::Deserialize;

/// A plan by its number or address, with a note.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Adding {
    plan: String,
    note: String,
}

/// Where to: `up`, `down`, `top`, `bottom`, or a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Moving {
    to: String,
}

/// The note on a plan, and how often it had been changed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Noting {
    note: String,
    base: String,
}

fn plan_in(address: &str) -> Result<PlanId, Failure> {
    address.parse().map_err(|_| Failure::NotFound)
}

/// `POST /listings/{id}/plans`
pub async fn add(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Adding>,
) -> Result<Response, Failure> {
    let (member, form) = (visit.member()?, posted.form);
    let listing = editable(&visit, &id).await?.listing.id;
    let added = match plan_named(&form.plan) {
        Some(plan) => {
            let added = listings::add(visit.forum(), member, listing, plan, &form.note).await;
            added.map(|()| plan)
        }
        None => Err(CurateError::Invalid(Problems::one(
            "plan",
            "Write its number, or its address here.",
        ))),
    };
    match added {
        Ok(plan) => Ok(visit.to(&edit_address(listing, Some(plan)))),
        Err(CurateError::Invalid(problems)) => {
            let typed = Typed {
                plan: form.plan,
                note: form.note,
                ..Typed::wrong(Part::Add, problems)
            };
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &id, typed).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// `POST /listings/{id}/plans/{plan}/move`
pub async fn move_plan(
    visit: Visit,
    Path((id, plan)): Path<(String, String)>,
    posted: Posted<Moving>,
) -> Result<Response, Failure> {
    let (member, listing, plan) = (visit.member()?, named(&id)?, plan_in(&plan)?);
    let to = posted.form.to.parse::<Move>();
    let to = to.map_err(|wrong| Failure::BadRequest(format!("The place {wrong}.")));
    editable(&visit, &id).await?;
    let moved = listings::move_plan(visit.forum(), member, listing, plan, to?).await;
    moved.map_err(refused)?;
    Ok(visit.to(&edit_address(listing, Some(plan))))
}

/// `POST /listings/{id}/plans/{plan}/note`
pub async fn note(
    visit: Visit,
    Path((id, plan)): Path<(String, String)>,
    posted: Posted<Noting>,
) -> Result<Response, Failure> {
    let (member, form) = (visit.member()?, posted.form);
    let (listing, plan) = (named(&id)?, plan_in(&plan)?);
    editable(&visit, &id).await?;
    let base = form.base.parse().unwrap_or(-1);
    let noted = listings::set_note(visit.forum(), member, (listing, plan), base, &form.note).await;
    let (status, problems) = match noted {
        Ok(()) => return Ok(visit.to(&edit_address(listing, Some(plan)))),
        Err(CurateError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(CurateError::Stale) => (
            StatusCode::CONFLICT,
            Problems::one(
                "note",
                "Somebody else has changed this note since; it stands above. Saving again replaces it.",
            ),
        ),
        Err(error) => return Err(refused(error)),
    };
    let typed = Typed {
        note: form.note,
        ..Typed::wrong(Part::Note(plan), problems)
    };
    page(&visit, status, &id, typed).await
}

/// `POST /listings/{id}/plans/{plan}/remove`
pub async fn remove(
    visit: Visit,
    Path((id, plan)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (member, listing, plan) = (visit.member()?, named(&id)?, plan_in(&plan)?);
    let removed = listings::remove(visit.forum(), member, listing, plan).await;
    removed.map_err(refused)?;
    Ok(visit.to(&format!("{}#plans", edit_address(listing, None))))
}
