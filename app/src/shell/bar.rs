use super::Place;
use crate::visit::Visit;
use domain::viewer::Person;
use frontend::SearchField;
use leptos::prelude::*;

pub(super) fn view(visit: &Visit, place: Place) -> AnyView {
    let current = move |entry: Place| (entry == place).then_some("page");
    let account = match visit.viewer.person() {
        Some(person) => signed_in(person).into_any(),
        None => signed_out(visit).into_any(),
    };
    view! {
        <header class="top">
            <div>
                <a class="brand" href="/">
                    "open"
                    <b>"plan"</b>
                </a>
                <nav aria-label="Main">
                    <a href="/plans" aria-current=current(Place::Plans)>
                        "Plans"
                    </a>
                    <a href="/plans?stage=seeking">"Seeking"</a>
                    <a href="/listings" aria-current=current(Place::Listings)>
                        "Listings"
                    </a>
                    <a href="/rounds" aria-current=current(Place::Rounds)>
                        "Rounds"
                    </a>
                    <a href="/tags">"Tags"</a>
                </nav>
                {(place != Place::Search).then(search)}
                {account}
                <a class="button primary" href="/plans/new">
                    "Post a plan"
                </a>
            </div>
        </header>
    }
    .into_any()
}

fn search() -> AnyView {
    view! {
        <form class="find" role="search" aria-label="The whole forum" action="/search" data-when-used>
            <SearchField
                id="search_head".to_owned()
                value=String::new()
                placeholder="Search".to_owned()
                autofocus=false
            />
        </form>
    }
    .into_any()
}

fn signed_in(person: &Person) -> AnyView {
    let profile = format!("/people/{}", person.handle);
    view! {
        <details class="menu">
            <summary>{person.name.clone()}</summary>
            <ul>
                <li>
                    <a href=profile>"Profile"</a>
                </li>
                <li>
                    <a href="/drafts">"Drafts"</a>
                </li>
                <li>
                    <a href="/suggestions">"Suggestions"</a>
                </li>
                <li>
                    <a href="/applications">"Applications"</a>
                </li>
                {person.role.moderates()
                    .then(|| {
                        view! {
                            <li>
                                <a href=crate::moderation::QUEUE>"Moderation"</a>
                            </li>
                            <li>
                                <a href=crate::tags::CURATE>"Looking after tags"</a>
                            </li>
                        }
                    })}
                <li>
                    <a href="/searches">"Saved searches"</a>
                </li>
                <li>
                    <a href="/settings">"Settings"</a>
                </li>
                <li>
                    <form method="post" action="/sign-out">
                        <button>"Sign out"</button>
                    </form>
                </li>
            </ul>
        </details>
    }
    .into_any()
}

fn signed_out(visit: &Visit) -> AnyView {
    view! {
        <span class="account">
            <a href=sign_in_address(visit)>"Sign in"</a>
            <a href="/join">"Join"</a>
        </span>
    }
    .into_any()
}

/// Where to sign in and come back to this page from.
#[must_use]
pub fn sign_in_address(visit: &Visit) -> String {
    match visit.path.as_str() {
        "/" => "/sign-in".into(),
        path if path.starts_with("/sign-in") || path.starts_with("/join") => "/sign-in".into(),
        path => format!("/sign-in?next={}", encoded(path)),
    }
}

/// A text as a value in a query.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
