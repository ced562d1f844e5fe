//! Finding plans, comments, people and listings by their words.

mod asked;
mod best;
mod closest;
mod figures;
mod find;
mod index;
mod language;
mod meaning;
mod model;
mod present;
mod query;
pub mod saved;
mod similar;
mod sketches;
mod suggest;
mod told;
mod words;

pub use asked::Asked;
pub(crate) use figures::in_hundredths;
pub use find::{
    AMOUNTS, DAYS, Facets, Found, Hit, MOST_COUNTED, Nearest, Place, Reading, Run, Sort, Why,
    at_most, find, newest,
};
pub(crate) use find::{count_new, front};
pub use index::{Audit, Index, Progress, audit, catch_up, follow, reindex};
pub use meaning::Shared;
pub use model::Model;
pub use present::in_present_words;
pub use query::{Bounds, Figure, Filter, Query, Text, What};
pub use similar::{Compared, Similar, Unposted, nearly_the_same, similar, similar_to_draft};
pub(crate) use sketches::sketches;
pub use suggest::{Suggested, SuggestedPlan, suggest};

pub(crate) use words::{fold, fold_into, pieces};

use crate::words::words;

words! {
    /// What is found.
    Kind {
        /// A plan.
        Plan = "plan",
        /// A comment on one.
        Comment = "comment",
        /// A person.
        Person = "person",
        /// A listing of plans.
        Listing = "listing",
    }
}
