//! What stands around every page: the head, the bar above, the foot below.

mod bar;
mod foot;
mod head;

pub use bar::sign_in_address;
pub use head::{Robots, Shared};

use crate::visit::Visit;
use leptos::prelude::*;

/// What a page tells browsers, search engines and its bar of itself.
#[derive(Clone, Debug, Default)]
pub struct Page {
    title: String,
    description: Option<String>,
    canonical: Option<String>,
    feed: Option<(String, String)>,
    shared: Option<Shared>,
    json_ld: Option<String>,
    robots: Robots,
    place: Place,
}

/// Which entry of the bar a page belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// None.
    #[default]
    Elsewhere,
    /// Plans.
    Plans,
    /// Listings.
    Listings,
    /// Rounds, and what was entered there.
    Rounds,
    /// Searching, which has a box of its own.
    Search,
    /// The visitor's drafts.
    Drafts,
    /// The searches that the visitor keeps.
    Searches,
    /// What waits for the visitor to decide, and what they have suggested.
    Suggestions,
    /// What moderators look after.
    Moderation,
}

impl Page {
    /// A page of this title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// What it is about, in a sentence or two.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The one address of its content, from `/` on.
    #[must_use]
    pub fn canonical(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// An Atom feed that follows it, by title and address.
    #[must_use]
    pub fn feed(mut self, title: impl Into<String>, path: impl Into<String>) -> Self {
        self.feed = Some((title.into(), path.into()));
        self
    }

    /// How it looks where it is linked.
    #[must_use]
    pub fn shared(mut self, shared: Shared) -> Self {
        self.shared = Some(shared);
        self
    }

    /// Its content for machines, as JSON-LD.
    #[must_use]
    pub fn json_ld(mut self, json: &serde_json::Value) -> Self {
        self.json_ld = Some(head::script_safe(json));
        self
    }

    /// Whether search engines should list it.
    #[must_use]
    pub fn robots(mut self, robots: Robots) -> Self {
        self.robots = robots;
        self
    }

    /// Which entry of the bar it belongs to.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The whole document around this content, which brings its own `<main id="main">`.
    pub(crate) fn whole(self, visit: &Visit, content: AnyView) -> impl IntoView + use<> {
        let bar = bar::view(visit, self.place);
        let head = head::view(visit, self);
        view! {
            <html lang="en">
                {head}
                <body>
                    <a class="skip" href="#main">
                        "Skip to content"
                    </a>
                    {bar}
                    {content}
                    {foot::view(visit)}
                </body>
            </html>
        }
    }
}
