//! `/people/{handle}`: what somebody shows of themselves, their plans, their comments, and what they
//! gave to others.

use crate::{
    failure::Failure,
    moderation,
    paging::more,
    plans::{list, parts::counted},
    shell::{Page, Robots, Shared},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Member,
    accounts::{self, Handle, PublicProfile, Role},
    comments::{self, Written},
    cursor::Cursor,
    forks::{self, Contribution, ContributionCursor, Gift},
    funding,
    ids::CommentId,
    moderation::Thing,
    plans::{self, Listing, Sort},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 20;
/// How many of somebody's rounds stand on their profile.
const MOST_ROUNDS: u64 = 5;

/// `?after=`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

/// `GET /people/{handle}`: the profile and the plans.
pub async fn show(
    visit: Visit,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let person = match find(&visit, &handle, "").await? {
        Found::Person(person) => person,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let listing = Listing {
        sort: Sort::New,
        author: Some(person.id),
        after: place::<Cursor>(&asked.after)?,
        limit: PER_PAGE,
        ..Listing::default()
    };
    let found = plans::list(visit.forum(), &visit.viewer, &listing).await?;
    let rounds = funding::of_funder(visit.forum(), person.id, false, MOST_ROUNDS).await?;
    let next = found
        .next
        .map(|after| format!("/people/{}?after={after}", person.handle));
    let page = page(&visit, &person, "", !asked.after.is_empty());
    Ok(visit.page(page, || {
        let plans = if found.items.is_empty() {
            empty("No plan yet.")
        } else {
            list::items(&visit, &found.items)
        };
        let content = view! { {crate::funding::funded_by(&visit, &rounds)} {plans} }.into_any();
        frame(&visit, &person, Tab::Plans, content, next)
    }))
}

/// `GET /people/{handle}/comments`
pub async fn written(
    visit: Visit,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let person = match find(&visit, &handle, "/comments").await? {
        Found::Person(person) => person,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let after = place::<CommentId>(&asked.after)?;
    let found = comments::of_person(visit.forum(), person.id, after, PER_PAGE).await?;
    let next = found
        .next
        .map(|after| format!("/people/{}/comments?after={after}", person.handle));
    let page = page(&visit, &person, "/comments", !asked.after.is_empty());
    Ok(visit.page(page, || {
        let content = if found.items.is_empty() {
            empty("No comment yet.")
        } else {
            comment_list(&visit, found.items)
        };
        frame(&visit, &person, Tab::Comments, content, next)
    }))
}

/// `GET /people/{handle}/contributions`: what somebody gave to plans of others.
pub async fn gave(
    visit: Visit,
    Path(handle): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let person = match find(&visit, &handle, "/contributions").await? {
        Found::Person(person) => person,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let after = place::<ContributionCursor>(&asked.after)?;
    let found = forks::contributions(visit.forum(), person.id, after, PER_PAGE).await?;
    let next = found
        .next
        .map(|after| format!("/people/{}/contributions?after={after}", person.handle));
    let page = page(&visit, &person, "/contributions", !asked.after.is_empty());
    Ok(visit.page(page, || {
        let content = if found.items.is_empty() {
            empty("Nothing that they gave to a plan of somebody else’s has led to a revision yet.")
        } else {
            contribution_list(&visit, found.items)
        };
        frame(&visit, &person, Tab::Contributions, content, next)
    }))
}

enum Found {
    Person(PublicProfile),
    Elsewhere(Response),
}

/// The person of this handle, or the way there when it was written with capitals.
async fn find(visit: &Visit, handle: &str, rest: &str) -> Result<Found, Failure> {
    let folded = Handle::looked_for(handle);
    let person = accounts::profile(visit.forum(), &folded)
        .await?
        .ok_or(Failure::NotFound)?;
    if folded == handle {
        return Ok(Found::Person(person));
    }
    let address = format!("/people/{}{rest}", person.handle);
    Ok(Found::Elsewhere(
        Redirect::permanent(&address).into_response(),
    ))
}

fn place<T: std::str::FromStr>(after: &str) -> Result<Option<T>, Failure> {
    if after.is_empty() {
        return Ok(None);
    }
    after.parse().map(Some).map_err(|_| Failure::NotFound)
}

fn page(visit: &Visit, person: &PublicProfile, rest: &str, further: bool) -> Page {
    let path = format!("/people/{}", person.handle);
    let title = if person.name == person.handle.as_str() {
        person.name.clone()
    } else {
        format!("{} ({})", person.name, person.handle)
    };
    let forum = &visit.forum().policy().name;
    let description = format!(
        "{} at {forum}: {}, {}.",
        person.name,
        counted(person.plans, "plan"),
        counted(person.comments, "comment"),
    );
    let page = Page::new(title.clone())
        .description(description)
        .canonical(format!("{path}{rest}"))
        .feed(format!("Plans by {title}"), format!("{path}/plans.atom"))
        .shared(Shared {
            kind: "profile",
            published: None,
            modified: None,
        });
    if further {
        page.robots(Robots::Hidden)
    } else {
        page
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Plans,
    Comments,
    Contributions,
}

fn frame(
    visit: &Visit,
    person: &PublicProfile,
    tab: Tab,
    content: AnyView,
    next: Option<String>,
) -> AnyView {
    let more = more(next, "More");
    view! {
        <div class="wrap columns person">
            <main id="main">
                {head(visit, person)}
                {tabs(person, tab)}
                {content}
                {more}
            </main>
            {rail(person)}
        </div>
    }
    .into_any()
}

fn head(visit: &Visit, person: &PublicProfile) -> AnyView {
    let own = visit.viewer.id() == Some(person.id);
    let role = match person.role {
        Role::Member => None,
        Role::Moderator => Some("Moderator"),
        Role::Admin => Some("Admin"),
    };
    let suspended = person.suspended.then(|| {
        view! {
            <p class="note">"This account is suspended: it can read, but not post, comment or vote."</p>
        }
    });
    let about = (!person.about_html.is_empty())
        .then(|| view! { <div class="prose about" inner_html=person.about_html.clone()></div> });
    view! {
        <header class="person-head">
            <h1>{person.name.clone()}</h1>
            <p class="meta">
                "@"
                {person.handle.to_string()}
                {role.map(|role| view! { " " <span class="stage">{role}</span> })}
                {own
                    .then(|| {
                        view! {
                            " "
                            <a href="/settings">"Edit your profile"</a>
                        }
                    })}
            </p>
            <div class="meta does">
                {moderation::report(visit, Thing::Account(person.id), person.id)}
                {moderation::look_after(visit, Thing::Account(person.id), person.id)}
                {visit
                    .viewer
                    .member()
                    .and_then(Member::admin)
                    .map(|_| {
                        view! { <a href=format!("/people/{}/role", person.handle)>"Role"</a> }
                    })}
            </div>
            {suspended}
            {person
                .unlinked
                .map(|measure| {
                    moderation::note(measure, "A moderator removed the links of this profile.")
                })}
            {about}
        </header>
    }
    .into_any()
}

fn tabs(person: &PublicProfile, tab: Tab) -> AnyView {
    let path = format!("/people/{}", person.handle);
    let current = |one: Tab| (one == tab).then_some("page");
    view! {
        <nav class="tabs" aria-label="What they wrote">
            <a href=path.clone() aria-current=current(Tab::Plans)>
                "Plans "
                <span class="n">{person.plans}</span>
            </a>
            <a href=format!("{path}/comments") aria-current=current(Tab::Comments)>
                "Comments "
                <span class="n">{person.comments}</span>
            </a>
            <a href=format!("{path}/contributions") aria-current=current(Tab::Contributions)>
                "Contributions"
            </a>
        </nav>
    }
    .into_any()
}

fn rail(person: &PublicProfile) -> AnyView {
    let links = person
        .links
        .iter()
        .map(|link| {
            let shown = link
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned();
            view! {
                <li>
                    <a href=link.clone() rel="nofollow ugc noopener me">
                        {shown}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <aside class="rail" aria-label="About this person">
            <section>
                <h2>"Joined"</h2>
                <p>
                    <Day at=person.joined_at />
                </p>
            </section>
            {(!person.links.is_empty())
                .then(|| {
                    view! {
                        <section>
                            <h2>"Elsewhere"</h2>
                            <ul class="links">{links}</ul>
                        </section>
                    }
                })}
            <section>
                <h2>"Follow"</h2>
                <p>
                    <a href=format!("/people/{}/plans.atom", person.handle)>"Plans, as a feed"</a>
                </p>
            </section>
        </aside>
    }
    .into_any()
}

fn comment_list(visit: &Visit, written: Vec<Written>) -> AnyView {
    let now = visit.now;
    let items = written
        .into_iter()
        .map(|comment| {
            let plan = format!("/plans/{}/{}", comment.plan_id, comment.slug);
            let itself = format!("/comments/{}", comment.id);
            view! {
                <li>
                    <p class="meta">
                        "On "
                        <a href=plan>{comment.title}</a>
                        {comment.section_title.map(|section| format!(", “{section}”"))}
                        ", "
                        <a href=itself>
                            <Ago at=comment.created_at now=now />
                        </a>
                        {(comment.votes > 0).then(|| format!(", {}", counted(comment.votes, "vote")))}
                    </p>
                    <div class="comment" inner_html=comment.html></div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="written">{items}</ol> }.into_any()
}

fn contribution_list(visit: &Visit, gave: Vec<Contribution>) -> AnyView {
    let now = visit.now;
    let items = gave
        .into_iter()
        .map(|one| {
            let (gift, words) = match one.gift {
                Gift::Suggestion(id) => (format!("/suggestions/{id}"), "A suggestion"),
                Gift::Comment(id) => (format!("/comments/{id}"), "A comment"),
            };
            let plan = format!("/plans/{}/{}", one.plan, one.slug);
            let revision = format!("/plans/{}/history/{}", one.plan, one.revision);
            view! {
                <li>
                    <a href=gift>{words}</a>
                    " on "
                    <a href=plan>{one.title}</a>
                    " led to "
                    <a href=revision>{format!("revision {}", one.revision)}</a>
                    " "
                    <span class="meta">
                        <Ago at=one.at now=now />
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="written">{items}</ol> }.into_any()
}

fn empty(words: &'static str) -> AnyView {
    view! {
        <div class="empty">
            <p>{words}</p>
        </div>
    }
    .into_any()
}
