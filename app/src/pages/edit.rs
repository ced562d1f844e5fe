//! `/pages/{page}/edit`: an admin writes a page.

use super::{
    address, conflict,
    form::{Form, Said, answer},
    named, refused,
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    Admin,
    pages::{self, EditPageError, Name},
    problems::Problems,
};

/// `GET /pages/{page}/edit`
pub async fn show(visit: Visit, Path(page): Path<String>) -> Result<Response, Failure> {
    visit.admin()?;
    let page = named(&page)?;
    let newest = pages::newest(visit.forum(), page).await?;
    let form = Form::from_version(&newest);
    Ok(answer(
        &visit,
        StatusCode::OK,
        page,
        &form,
        &Said::default(),
    ))
}

/// `POST /pages/{page}/edit`: saves, or shows how it will look.
pub async fn send(
    visit: Visit,
    Path(page): Path<String>,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    let page = named(&page)?;
    if form.action == "save" {
        save(&visit, &admin, page, &form).await
    } else {
        preview(&visit, &admin, page, &form).await
    }
}

async fn preview(
    visit: &Visit,
    admin: &Admin,
    page: Name,
    form: &Form,
) -> Result<Response, Failure> {
    match pages::preview(visit.forum(), admin, &form.body).await {
        Ok(html) => {
            let said = Said {
                preview: Some(html),
                ..Said::default()
            };
            Ok(answer(visit, StatusCode::OK, page, form, &said))
        }
        Err(EditPageError::Invalid(problems)) => Ok(invalid(visit, page, form, problems)),
        Err(error) => Err(refused(error)),
    }
}

async fn save(visit: &Visit, admin: &Admin, page: Name, form: &Form) -> Result<Response, Failure> {
    match pages::edit(visit.forum(), admin, page, &form.typed()).await {
        Ok(_) => Ok(visit.to(&address(page))),
        Err(EditPageError::Invalid(problems)) => Ok(invalid(visit, page, form, problems)),
        Err(EditPageError::Unchanged) => {
            let problems = Problems::one("body", "is what the page says already");
            Ok(invalid(visit, page, form, problems))
        }
        Err(EditPageError::Stale { newest }) => conflict::show(visit, page, newest, form).await,
        Err(error) => Err(refused(error)),
    }
}

fn invalid(visit: &Visit, page: Name, form: &Form, problems: Problems) -> Response {
    let said = Said {
        problems,
        ..Said::default()
    };
    answer(visit, StatusCode::UNPROCESSABLE_ENTITY, page, form, &said)
}
