//! The arrow that agrees with a plan or a comment.

use crate::refused::Refused;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// What is voted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VoteFor {
    /// The plan of this number.
    Plan(i64),
    /// The comment of this number.
    Comment(i64),
}

/// Where the votes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// How many people voted.
    pub votes: i64,
    /// Whether the reader is one of them.
    pub voted: bool,
}

/// Votes, or takes the vote back.
///
/// # Errors
/// When nobody has signed in, or it is one's own.
#[server(prefix = "/api/fn", endpoint = "vote")]
pub async fn cast_vote(
    plan: Option<i64>,
    comment: Option<i64>,
    yes: bool,
) -> Result<Votes, Refused> {
    crate::refused::answered(server::cast(plan, comment, yes).await)
}

#[cfg(feature = "ssr")]
mod server {
    use super::Votes;
    use crate::refused::{Refused, acting};
    use domain::{
        comments,
        ids::{CommentId, PlanId},
        plans::{self, Tally},
    };

    pub(super) async fn cast(
        plan: Option<i64>,
        comment: Option<i64>,
        yes: bool,
    ) -> Result<Votes, Refused> {
        let (forum, member) = acting()?;
        let tally = match (plan.map(PlanId), comment.map(CommentId)) {
            (Some(id), None) if yes => plans::vote(&forum, &member, id).await?,
            (Some(id), None) => plans::unvote(&forum, &member, id).await?,
            (None, Some(id)) if yes => comments::vote(&forum, &member, id).await?,
            (None, Some(id)) => comments::unvote(&forum, &member, id).await?,
            _ => return Err(Refused::NotFound),
        };
        Ok(tally.into())
    }

    impl From<Tally> for Votes {
        fn from(tally: Tally) -> Self {
            Self {
                votes: tally.votes,
                voted: tally.voted,
            }
        }
    }

    impl From<plans::VoteError> for Refused {
        fn from(error: plans::VoteError) -> Self {
            use plans::VoteError as Error;
            match error {
                Error::NotFound => Self::NotFound,
                Error::Suspended => Self::Suspended,
                Error::Broken(broken) => Self::broken(&broken),
            }
        }
    }

    impl From<comments::VoteError> for Refused {
        fn from(error: comments::VoteError) -> Self {
            use comments::VoteError as Error;
            match error {
                Error::NotFound => Self::NotFound,
                Error::Own => Self::Invalid(error.to_string()),
                Error::Suspended => Self::Suspended,
                Error::Broken(broken) => Self::broken(&broken),
            }
        }
    }
}

/// A form of one button with its count. Sent as a form without a script, and when the server
/// function is refused: the page that answers then says why.
#[island]
pub fn VoteButton(
    /// What is voted for.
    of: VoteFor,
    /// Where the form goes.
    action: String,
    /// Where its answer leads back to.
    next: String,
    /// What the button does, in words.
    label: String,
    /// Where the votes stand.
    stand: Votes,
) -> impl IntoView {
    let tally = RwSignal::new(stand);
    let waits = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if waits.get_untracked() {
            return;
        }
        waits.set(true);
        let form = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlFormElement>().ok());
        let yes = !tally.get_untracked().voted;
        spawn_local(async move {
            let (plan, comment) = match of {
                VoteFor::Plan(id) => (Some(id), None),
                VoteFor::Comment(id) => (None, Some(id)),
            };
            match (cast_vote(plan, comment, yes).await, form) {
                (Ok(counted), _) => tally.set(counted),
                (Err(_), Some(form)) => drop(form.submit()),
                (Err(_), None) => {}
            }
            waits.set(false);
        });
    };
    let mine = move || tally.get().voted;
    view! {
        <form class="vote" method="post" action=action data-mine=move || mine().then_some("") on:submit=submit>
            <input type="hidden" name="vote" value=move || if mine() { "no" } else { "yes" } />
            <input type="hidden" name="next" value=next />
            <button aria-label=label aria-pressed=move || mine().to_string()>
                <svg width="14" height="9" viewBox="0 0 14 9" aria-hidden="true">
                    <path d="M7 0l7 9H0z" fill="currentColor"></path>
                </svg>
            </button>
            <span>{move || tally.get().votes}</span>
        </form>
    }
}
