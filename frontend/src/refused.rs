//! Why a server function did not do what it was asked.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;

/// What an island can tell its reader; the details stay in the server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// Nobody has signed in, and this takes a member.
    SignIn,
    /// The person may read, not act.
    Suspended,
    /// There is no such thing, or it is not this person's.
    NotFound,
    /// It breaks a rule, said in words.
    Invalid(String),
    /// The server could not be reached, or something of ours failed.
    Failed,
}

impl FromServerFnError for Refused {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let refused = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid("what was sent cannot be read".into())
            }
            _ => Self::Failed,
        };
        #[cfg(feature = "ssr")]
        refused.answer();
        refused
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::Refused;
    use axum::http::{HeaderValue, StatusCode, header};
    use domain::{Broken, Forum, Member, Viewer};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    impl Refused {
        /// Gives the answer its status. Without it every refusal would be a 500.
        pub(crate) fn answer(&self) {
            let Some(options) = use_context::<ResponseOptions>() else {
                return;
            };
            options.set_status(match self {
                Self::SignIn => StatusCode::UNAUTHORIZED,
                Self::Suspended => StatusCode::FORBIDDEN,
                Self::NotFound => StatusCode::NOT_FOUND,
                Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            });
            let json = HeaderValue::from_static("application/json");
            options.insert_header(header::CONTENT_TYPE, json);
        }

        /// Something of ours failed: logs it.
        pub(crate) fn broken(error: &Broken) -> Self {
            leptos::logging::error!("a server function failed: {error}");
            Self::Failed
        }
    }

    /// The forum, and the member who asks.
    pub(crate) fn acting() -> Result<(Forum, Member), Refused> {
        let forum = use_context::<Forum>().ok_or(Refused::Failed)?;
        match use_context::<Viewer>() {
            Some(Viewer::Member(member)) => Ok((forum, member)),
            Some(Viewer::Suspended(_)) => Err(Refused::Suspended),
            Some(Viewer::Anonymous) | None => Err(Refused::SignIn),
        }
    }

    /// An answer with the status that goes with it.
    pub(crate) fn answered<T>(result: Result<T, Refused>) -> Result<T, Refused> {
        result.inspect_err(Refused::answer)
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{acting, answered};
