//! `POST /comments/{id}/vote`: agreeing with a comment, or no longer.

use super::address;
use crate::{
    failure::Failure,
    posted::{Posted, local},
    visit::Visit,
};
use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::Response,
};
use domain::{
    comments::{self, VoteError},
    ids::CommentId,
};
use serde::Deserialize;

/// The form's one button.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    vote: String,
}

/// `POST /comments/{id}/vote`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Posted { form, .. }: Posted<Form>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let id: CommentId = id.parse().map_err(|_| Failure::NotFound)?;
    let counted = match form.vote.as_str() {
        "yes" => comments::vote(visit.forum(), member, id).await,
        "no" => comments::unvote(visit.forum(), member, id).await,
        _ => return Err(Failure::BadRequest("A vote is yes or no.".into())),
    };
    match counted {
        Ok(_) => Ok(visit.to(&back(&headers, id))),
        Err(VoteError::Own) => Err(Failure::Conflict(
            "Nobody votes for what they wrote themselves.".into(),
        )),
        Err(VoteError::NotFound) => Err(Failure::NotFound),
        Err(VoteError::Suspended) => Err(Failure::Suspended),
        Err(VoteError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// To where the comment was read, if that was a page of ours.
fn back(headers: &HeaderMap, id: CommentId) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let page = || {
        let (_, from) = text(header::REFERER)?.split_once("://")?;
        let path = from.strip_prefix(text(header::HOST)?)?;
        let (path, _) = path.split_once('#').unwrap_or((path, ""));
        Some(format!("{}#c{id}", local(path)?))
    };
    page().unwrap_or_else(|| address(id))
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, back, header};
    use domain::ids::CommentId;

    fn from(referer: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "plans.example".parse().unwrap());
        headers.insert(header::REFERER, referer.parse().unwrap());
        back(&headers, CommentId(7))
    }

    #[test]
    fn one_comes_back_to_where_the_comment_was_read() {
        let page = "https://plans.example/plans/1/discussion?sort=old#c3";
        assert_eq!(from(page), "/plans/1/discussion?sort=old#c7");
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in [
            "https://evil.example/",
            "https://plans.example.evil.example/",
            "https://plans.example//evil.example",
            "https://plans.example@evil.example/",
        ] {
            assert_eq!(from(elsewhere), "/comments/7", "{elsewhere}");
        }
    }
}
