//! What a handle, an address, a password and a profile must be.

mod email;
mod handle;
mod newcomers;
mod password;
mod profile;

pub use email::Email;
pub use handle::Handle;
pub use newcomers::{New, Newcomers, Record, VOTES_OF_ONE};
pub use password::{LONGEST_PASSWORD, Password, SHORTEST_PASSWORD};
pub use profile::{LONGEST_ABOUT, LONGEST_NAME, MOST_LINKS, Profile, TypedProfile};
