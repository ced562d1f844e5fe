//! `/plans/{id}/edit`: writing the next revision of one's own plan.

use super::{
    Editor, EditorForm, Outcome, Said, Writing, conflict, draft_id, form::Action, invalid, similar,
    writer,
};
use crate::{failure::Failure, plans::page::known, posted::Posted, tags::told_on, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    Member,
    ids::RevisionNumber,
    once,
    plans::{self, DraftOf, Edit, Plan, ReviseError, State},
};

/// `GET /plans/{id}/edit`: goes on with the draft of an edit, if there is one.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = own(&visit, &id).await?;
    if plan.state == State::Withdrawn {
        return Err(withdrawn());
    }
    if let Some(draft) = plans::draft_of_edit(visit.forum(), member, plan.id).await? {
        return Ok(visit.to(&format!("/drafts/{}", draft.id)));
    }
    let head = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head).await?;
    let differences = plans::differences(visit.forum(), &visit.viewer, &plan).await?;
    let form = EditorForm::from_revision(&head.ok_or(Failure::NotFound)?, &differences);
    let form = form.tagged(&plan.tags);
    Ok(answer(&visit, &plan, &form, StatusCode::OK, Said::default()).await)
}

/// `POST /plans/{id}/edit`
pub async fn post(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<EditorForm>,
) -> Result<Response, Failure> {
    let form = &posted.form;
    let plan = known(&visit, &id).await?;
    let member = match writer(&visit) {
        Ok(member) => member,
        Err((status, said)) => return Ok(answer(&visit, &plan, form, status, said).await),
    };
    own(&visit, &id).await?;
    let outcome = match form.action() {
        Action::Preview => super::preview(&visit, member, &form.body).await?,
        Action::Draft | Action::Fork(_) => {
            let base = form.base.parse().unwrap_or(plan.head);
            let of = DraftOf::Edit(plan.id, base);
            super::save(&visit, member, of, (form, &posted.raw), form.fork()).await?
        }
        Action::Publish => match revise(&visit, member, &plan, form).await? {
            Revised::Done(outcome) => outcome,
            Revised::Stale(head) => return conflict::show(&visit, plan.id, head, form).await,
        },
    };
    Ok(match outcome {
        Outcome::Go(path) => visit.to(&path),
        Outcome::Look(page) => page,
        Outcome::Again(status, said) => answer(&visit, &plan, form, status, said).await,
    })
}

enum Revised {
    Done(Outcome),
    Stale(RevisionNumber),
}

async fn revise(
    visit: &Visit,
    member: &Member,
    plan: &Plan,
    form: &EditorForm,
) -> Result<Revised, Failure> {
    let typed = match form.typed_and_noted() {
        Ok(typed) => typed,
        Err(problems) => return Ok(Revised::Done(invalid(problems))),
    };
    let edit = Edit {
        base: form.base.parse().unwrap_or(0),
        typed,
        note: form.note.clone(),
        differs: Some(form.differs.typed()),
        draft: draft_id(form),
    };
    let key = once::given(&form.once);
    match plans::revise(visit.forum(), member, plan.id, &edit, key).await {
        Ok(saved) => {
            let told = told_on(&saved);
            let path = format!("/plans/{}/{}{told}", saved.id, saved.slug);
            Ok(Revised::Done(Outcome::Go(path)))
        }
        Err(ReviseError::Invalid(problems)) => {
            Ok(Revised::Done(invalid(form.differs.named(problems))))
        }
        Err(ReviseError::Stale { head }) => Ok(Revised::Stale(head)),
        Err(ReviseError::NotFound) => Err(Failure::NotFound),
        Err(ReviseError::Withdrawn) => Err(withdrawn()),
        Err(ReviseError::Suspended) => Err(Failure::Suspended),
        Err(ReviseError::Broken(broken)) => Err(broken.into()),
    }
}

/// The member's own plan of this number in an address.
pub(crate) async fn own(visit: &Visit, id: &str) -> Result<Plan, Failure> {
    let plan = known(visit, id).await?;
    let is_own = visit.viewer.id() == Some(plan.author.id);
    is_own.then_some(plan).ok_or(Failure::NotFound)
}

fn withdrawn() -> Failure {
    Failure::Conflict("This plan is withdrawn. Bring it back first, then edit it.".into())
}

/// The editor of an edit.
pub(in crate::plans) async fn answer(
    visit: &Visit,
    plan: &Plan,
    form: &EditorForm,
    status: StatusCode,
    said: Said,
) -> Response {
    let editor = Editor {
        writing: Writing::Edit(plan),
        form,
        said,
        beside: similar::beside(visit, form, Some(plan.family.first)).await,
    };
    editor.show(visit, status)
}
