//! `POST /tags/{tag}/…`: what a moderator does about a tag.

use super::{address, care::Typed, one};
use crate::{failure::Failure, forms::capitalised, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    problems::Problems,
    tags::{self, Deed, TagError},
};
use serde::Deserialize;

/// The form's fields as they come in; each deed has one of its own beside the reason.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    reason: String,
    about: String,
    to: String,
    into: String,
    instead: String,
    tag: String,
}

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident => $deed:ident;)+) => {$(
        $(#[$doc])*
        pub async fn $name(
            visit: Visit,
            Path(tag): Path<String>,
            Posted { form, .. }: Posted<Form>,
        ) -> Result<Response, Failure> {
            act(&visit, &tag, form, Deed::$deed).await
        }
    )+};
}

deeds! {
    /// `POST …/rename`
    rename => Renamed;
    /// `POST …/merge`
    merge => Merged;
    /// `POST …/unmerge`
    unmerge => Unmerged;
    /// `POST …/describe`
    describe => Described;
    /// `POST …/retire`
    retire => Retired;
    /// `POST …/restore`
    restore => Restored;
}

async fn act(visit: &Visit, tag: &str, form: Form, deed: Deed) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let word = one::named(tag)?;
    let (at, reason) = (visit.forum(), form.reason.as_str());
    let done = match deed {
        Deed::Renamed => tags::rename(at, &moderator, &word, &form.to, reason).await,
        Deed::Merged => tags::merge(at, &moderator, &word, &form.into, reason).await,
        Deed::Unmerged => match form.tag.parse() {
            Ok(merged) => tags::unmerge(at, &moderator, &merged, reason).await,
            Err(wrong) => Err(TagError::Invalid(Problems::one("tag", wrong))),
        },
        Deed::Described => {
            let done = tags::describe(at, &moderator, &word, &form.about, reason).await;
            done.map(|()| word.clone())
        }
        Deed::Retired => {
            let done = tags::retire(at, &moderator, &word, &form.instead, reason).await;
            done.map(|()| word.clone())
        }
        Deed::Restored => {
            let done = tags::restore(at, &moderator, &word, reason).await;
            done.map(|()| word.clone())
        }
    };
    let (status, problems, refusal) = match done {
        Ok(tag) => return Ok(visit.to(&address(&tag))),
        Err(TagError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(TagError::Refused(refusal)) => {
            let words = capitalised(&refusal.to_string());
            (StatusCode::CONFLICT, Problems::default(), Some(words))
        }
        Err(TagError::NotFound) => return Err(Failure::NotFound),
        Err(TagError::Suspended) => return Err(Failure::Suspended),
        Err(TagError::Broken(broken)) => return Err(broken.into()),
    };
    let typed = Typed {
        deed: Some(deed),
        value: form.value(deed),
        reason: form.reason,
        problems,
        refusal,
    };
    let told = tags::find(at, &word).await?;
    one::page(visit, status, &told, &typed).await
}

impl Form {
    /// What the deed's own field says.
    fn value(&self, deed: Deed) -> String {
        match deed {
            Deed::Renamed => self.to.clone(),
            Deed::Merged => self.into.clone(),
            Deed::Unmerged => self.tag.clone(),
            Deed::Described => self.about.clone(),
            Deed::Retired => self.instead.clone(),
            Deed::Restored => String::new(),
        }
    }
}
