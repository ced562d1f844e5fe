//! `/settings`: what one shows of oneself.

use super::{Done, Entry, Settings};
use crate::{
    accounts::parts::good_news,
    failure::Failure,
    forms::{Field, problem_summary},
    kept,
    visit::Visit,
};
use axum::{Form, extract::Query, response::Response};
use domain::{
    accounts::{self, EditProfileError, LONGEST_ABOUT, LONGEST_NAME, MOST_LINKS, TypedProfile},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed; the links one on each line.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
    about: String,
    links: String,
}

/// `GET /settings`
pub async fn show(visit: Visit, Query(asked): Query<Done>) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let news = match asked.done.as_str() {
        "" => None,
        "joined" => Some("Welcome. You may say here who you are; nothing of it is needed."),
        _ => Some("Your profile is saved."),
    };
    let profile = settings.account.profile.clone();
    let typed = Typed {
        name: profile.name,
        about: profile.about,
        links: profile.links.join("\n"),
    };
    Ok(settings.page(Entry::Profile, || {
        view! {
            {news.map(good_news)}
            {form(&settings, &typed, &Problems::default())}
        }
        .into_any()
    }))
}

/// `POST /settings`
pub async fn save(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    if let Err(why) = visit.member() {
        let fields = fields(&typed, &Problems::default());
        return Ok(kept::form(&visit, &why, "/settings".into(), fields));
    }
    let settings = Settings::of(visit).await?;
    let profile = TypedProfile {
        name: typed.name.clone(),
        about: typed.about.clone(),
        links: typed.links.lines().map(str::to_owned).collect(),
    };
    let member = settings.visit.member()?;
    match accounts::edit_profile(settings.visit.forum(), member, &profile).await {
        Ok(()) => Ok(settings.visit.to("/settings?done=saved")),
        Err(EditProfileError::Invalid(problems)) => {
            Ok(settings.page_again(Entry::Profile, || form(&settings, &typed, &problems)))
        }
        Err(EditProfileError::Suspended) => Err(Failure::Suspended),
        Err(EditProfileError::Broken(broken)) => Err(broken.into()),
    }
}

fn form(settings: &Settings, typed: &Typed, problems: &Problems) -> AnyView {
    let profile = format!("/people/{}", settings.person.handle);
    view! {
        {problem_summary(problems)}
        <form method="post" action="/settings">
            {fields(typed, problems)}
            <p class="actions">
                <button class="primary">"Save the profile"</button>
                <a href=profile>"How others see it"</a>
            </p>
        </form>
    }
    .into_any()
}

fn fields(typed: &Typed, problems: &Problems) -> AnyView {
    let name = Field::new("name", "Name")
        .hint("Shown beside what you write; without one, your handle is.")
        .value(typed.name.clone())
        .problems(problems)
        .most(LONGEST_NAME)
        .autocomplete("name")
        .input("text");
    let about = Field::new("about", "About you")
        .hint("What readers of your plans should know. In Markdown.")
        .value(typed.about.clone())
        .problems(problems)
        .most(LONGEST_ABOUT)
        .area(6);
    let links = Field::new("links", "Links")
        .hint(format!(
            "Up to {MOST_LINKS}, one on each line, with https:// before them."
        ))
        .value(typed.links.clone())
        .problems(problems)
        .area(3);
    view! {
        {name}
        {about}
        {links}
    }
    .into_any()
}
