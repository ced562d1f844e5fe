//! `/plans/import`: bringing a plan from another Openplan, as the JSON that it was downloaded as.

use crate::{
    failure::Failure,
    forms::{Field, once_field, problem_summary},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{
        Multipart,
        multipart::{self, MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::Response,
};
use domain::{
    Member,
    forks::{self, ImportError, LARGEST_FILE, NewImport},
    once,
    problems::Problems,
};
use leptos::prelude::*;

/// The address to which files are sent, and no other.
pub const PATH: &str = "/plans/import";
/// The most that is taken there, in bytes: a file, and what stands around it.
pub const LARGEST_FORM: usize = LARGEST_FILE + 64 * 1024;

/// The longest of the other fields, in bytes.
const LONGEST_FIELD: usize = 4 * 1024;
/// When to come back while others send files, in seconds.
const BUSY: u64 = 10;

/// What was typed and chosen.
#[derive(Default)]
struct Form {
    reason: String,
    once: String,
    file: Vec<u8>,
}

/// `GET /plans/import`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    visit.member()?;
    let (form, problems) = (Form::default(), Problems::default());
    Ok(answer(&visit, StatusCode::OK, &form, &problems, None))
}

/// `POST /plans/import`
pub async fn send(
    visit: Visit,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let member = match visit.member() {
        Ok(member) => member,
        Err(failure) => return kept(&visit, sent, &failure).await,
    };
    // Held until all has been done: so many files are in memory at once and no more.
    let Ok(_turn) = visit.site.uploads().try_acquire() else {
        return Err(Failure::TooMany { retry_after: BUSY });
    };
    let sent = sent.map_err(|_| unreadable())?;
    let form = Form::read(sent, true).await?;
    import(&visit, member, form).await
}

async fn import(visit: &Visit, member: &Member, mut form: Form) -> Result<Response, Failure> {
    let new = NewImport {
        file: std::mem::take(&mut form.file),
        reason: form.reason.clone(),
    };
    let key = once::given(&form.once);
    match forks::import(visit.forum(), member, new, key).await {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/{}", saved.id, saved.slug))),
        Err(ImportError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer(visit, status, &form, &problems, None))
        }
        Err(ImportError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(ImportError::Suspended) => Err(Failure::Suspended),
        Err(ImportError::Broken(broken)) => Err(broken.into()),
    }
}

/// The form again, for somebody who may not act any more. A browser never lets a page choose a
/// file, so that one is to be chosen again.
async fn kept(
    visit: &Visit,
    sent: Result<Multipart, MultipartRejection>,
    why: &Failure,
) -> Result<Response, Failure> {
    let form = match sent {
        Ok(sent) => Form::read(sent, false).await?,
        Err(_) => Form::default(),
    };
    let note = match why {
        Failure::SignIn => {
            "You are signed out. Sign in in another tab of this browser, come back to this page, choose \
             the file again and press the button."
        }
        _ => "Your account is suspended, so nothing can be brought here for now.",
    };
    let problems = Problems::default();
    Ok(answer(visit, why.status(), &form, &problems, Some(note)))
}

impl Form {
    /// Takes the fields as they arrive; of the file nothing is kept that nobody will read.
    async fn read(mut sent: Multipart, with_file: bool) -> Result<Self, Failure> {
        let mut form = Self::default();
        while let Some(field) = sent.next_field().await.map_err(failed)? {
            match field.name() {
                Some("reason") => form.reason = text(field).await?,
                Some("once") => form.once = text(field).await?,
                Some("file") if with_file => form.file = take(field, LARGEST_FORM).await?,
                _ => {}
            }
        }
        Ok(form)
    }
}

async fn text(field: multipart::Field<'_>) -> Result<String, Failure> {
    let bytes = take(field, LONGEST_FIELD).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn take(mut field: multipart::Field<'_>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(failed)? {
        if bytes.len() + chunk.len() > most {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "written for `map_err`, which gives the error away"
)]
fn failed(error: MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => unreadable(),
    }
}

fn unreadable() -> Failure {
    Failure::BadRequest("What was sent is not the form of this page.".into())
}

fn answer(
    visit: &Visit,
    status: StatusCode,
    form: &Form,
    problems: &Problems,
    note: Option<&'static str>,
) -> Response {
    let page = Page::new("Bring a plan here")
        .robots(Robots::Hidden)
        .place(Place::Drafts);
    visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <h1>"Bring a plan here"</h1>
                    <p class="lede">
                        "A plan of another Openplan, with all its revisions: yours, to go on with it here, or somebody’s, to do it where you are. Everybody who wrote it stays named."
                    </p>
                    {note.map(|note| view! { <p class="note" role="status">{note}</p> })}
                    {fields(visit, form, problems)}
                </main>
            </div>
        }
    })
}

fn fields(visit: &Visit, form: &Form, problems: &Problems) -> AnyView {
    let key = once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
    let file = format!(
        "There, choose Download, then “JSON, with its history”. At most {} MiB.",
        LARGEST_FILE / (1024 * 1024)
    );
    view! {
        <form method="post" action=PATH enctype="multipart/form-data">
            {problem_summary(problems)}
            {once_field(key)}
            {Field::new("reason", "Why do you bring it here?")
                .hint("A line of 3 to 200 letters, such as: To do it in Lisbon")
                .value(form.reason.clone())
                .problems(problems)
                .required()
                .most(200)
                .input("text")}
            {Field::new("file", "The file").hint(file).problems(problems).required().file("application/json,.json")}
            <p>
                "The plan is yours to change from then on. It carries its licence on, names where it came from on every page, and can be copied by anyone. Of a plan of this very forum it makes a fork."
            </p>
            <p class="actions">
                <button class="primary">"Bring it here"</button>
            </p>
        </form>
    }
    .into_any()
}
