//! `POST /suggestions/{id}/decide`: the founder accepts and declines parts.

use super::{
    address, known,
    page::{Said, answer},
    parts::{Chosen, Done},
};
use crate::{failure::Failure, posted::Posted, visit::Visit};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    once,
    problems::Problems,
    suggestions::{self, DecideError, OnPart, Opened, Verdict, Verdicts},
};

/// `POST /suggestions/{id}/decide`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form: chosen, .. }: Posted<Chosen>,
) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    let member = match visit.member() {
        Err(Failure::SignIn) => {
            let words = "You are signed out, and nothing is lost: sign in in another tab of this browser, come \
                         back to this page and press the button again.";
            return again(&visit, StatusCode::UNAUTHORIZED, opened, chosen, words).await;
        }
        member => member?,
    };
    let verdicts = verdicts(&opened, &chosen);
    let key = once::given(chosen.field("once"));
    let id = opened.suggestion.id;
    match suggestions::decide(visit.forum(), member, id, &verdicts, key).await {
        Ok(_) => Ok(visit.to(&address(id))),
        Err(DecideError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            invalid(&visit, status, opened, chosen, problems).await
        }
        Err(DecideError::NotFound) => Err(Failure::NotFound),
        Err(DecideError::Suspended) => Err(Failure::Suspended),
        Err(DecideError::Broken(broken)) => Err(Failure::broken(broken)),
        Err(error @ DecideError::Withdrawn) => {
            Err(Failure::Conflict(format!("{}.", capitalised(&error))))
        }
        // What stands there now is shown, and what was chosen is kept.
        Err(
            error @ (DecideError::Closed | DecideError::PartDecided(_) | DecideError::Stale { .. }),
        ) => {
            let opened = known(&visit, &id.to_string()).await?;
            let words = format!("{}. Look once more before you decide.", capitalised(&error));
            again(&visit, StatusCode::CONFLICT, opened, chosen, &words).await
        }
    }
}

fn verdicts(opened: &Opened, chosen: &Chosen) -> Verdicts {
    let parts = opened.parts.iter().filter_map(|part| {
        let name = part.number.to_string();
        let verdict = match chosen.of(&name) {
            Done::Later => return None,
            Done::Declined => Verdict::Decline,
            Done::Taken(choice) => Verdict::Accept(choice),
        };
        Some(OnPart {
            number: part.number,
            verdict,
            reason: chosen.reason(&name).to_owned(),
        })
    });
    Verdicts {
        seen: chosen.field("seen").parse().unwrap_or(0),
        parts: parts.collect(),
    }
}

async fn invalid(
    visit: &Visit,
    status: StatusCode,
    opened: Opened,
    chosen: Chosen,
    problems: Problems,
) -> Result<Response, Failure> {
    let said = Said {
        chosen,
        problems,
        note: None,
    };
    answer(visit, status, opened, &said).await
}

async fn again(
    visit: &Visit,
    status: StatusCode,
    opened: Opened,
    chosen: Chosen,
    words: &str,
) -> Result<Response, Failure> {
    let said = Said {
        chosen,
        problems: Problems::default(),
        note: Some(words.to_owned()),
    };
    answer(visit, status, opened, &said).await
}

fn capitalised(error: &DecideError) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
