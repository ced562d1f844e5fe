//! Who may do what: a rule for every address that the router has, tried by everybody.

mod asking;
mod routing;
mod rules;
mod states;
mod trying;

pub use asking::{ask, asset_of, filled};
pub use rules::RULES;
