//! What people show of themselves.

use super::{
    by_handle,
    newcomers::{Written, check_text, newcomer},
};
use crate::{
    accounts::{Handle, Profile, Role, Standing, TypedProfile},
    broken::{Broken, acts},
    clock::Timestamp,
    forum::Forum,
    ids::{AccountId, MeasureId},
    log::{Act, Kind, Subject},
    problems::Problems,
    rendering::{self, Place, RenderError},
    tables::accounts,
    text::{markdown::RENDERER, without_links},
    viewer::{Member, Person},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

/// A person as everybody sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicProfile {
    /// The account.
    pub id: AccountId,
    /// The name in addresses and mentions.
    pub handle: Handle,
    /// The name for people; the handle when none was given.
    pub name: String,
    /// What they say about themselves, safe to put into a page as it is.
    pub about_html: String,
    /// Addresses elsewhere.
    pub links: Vec<String>,
    /// The measure by which the links in it lead nowhere.
    pub unlinked: Option<MeasureId>,
    /// What they do in the forum.
    pub role: Role,
    /// Whether they may not act for now.
    pub suspended: bool,
    /// When they joined.
    pub joined_at: Timestamp,
    /// How many plans they have published.
    pub plans: i64,
    /// How many comments they have written.
    pub comments: i64,
}

/// A person's own account, as only they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// The profile as it was typed.
    pub profile: TypedProfile,
    /// The confirmed address.
    pub email: Option<String>,
    /// The address that waits for its confirmation.
    pub email_unconfirmed: Option<String>,
    /// Whether they want letters about their plans and suggestions.
    pub news: bool,
    /// Why the account is suspended, if it is.
    pub suspended_because: Option<String>,
}

/// The person of this handle. Who has left is not found.
///
/// # Errors
/// When the database fails.
pub async fn profile(forum: &Forum, handle: &str) -> Result<Option<PublicProfile>, Broken> {
    let Some(mut row) = by_handle(forum.read(), handle).await? else {
        return Ok(None);
    };
    let suspended = match row.standing {
        Standing::Active => false,
        Standing::Suspended => true,
        Standing::Deactivated | Standing::Erased => return Ok(None),
    };
    if !row.about.is_empty() {
        let stored = [(row.id, row.about_renderer, &mut row.about_html)];
        rendering::refresh::<accounts::Entity>(forum, stored).await?;
    }
    let mut links: Vec<String> = serde_json::from_str(&row.links)?;
    if row.unlinked.is_some() {
        row.about_html = without_links(&row.about_html, &forum.policy().public_url);
        links.clear();
    }
    Ok(Some(PublicProfile {
        id: row.id,
        name: if row.name.is_empty() {
            row.handle.clone()
        } else {
            row.name
        },
        handle: Handle::stored(row.handle),
        about_html: row.about_html,
        links,
        unlinked: row.unlinked,
        role: row.role,
        suspended,
        joined_at: row.created_at,
        plans: row.plans,
        comments: row.comments,
    }))
}

/// What only the person of this account sees.
///
/// # Errors
/// When the database fails.
pub async fn own_account(forum: &Forum, person: &Person) -> Result<OwnAccount, Broken> {
    let row = accounts::Entity::find_by_id(person.id)
        .one(forum.read())
        .await?
        .ok_or_else(|| Broken::internal("a session without an account"))?;
    Ok(OwnAccount {
        profile: TypedProfile {
            name: row.name,
            about: row.about,
            links: serde_json::from_str(&row.links)?,
        },
        email: row.email,
        email_unconfirmed: row.email_unconfirmed,
        news: row.news,
        suspended_because: row
            .suspended_because
            .filter(|_| row.standing == Standing::Suspended),
    })
}

/// Why a profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditProfileError {
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(EditProfileError);

/// Changes what a person shows of themselves.
///
/// # Errors
/// When a rule is broken or the person may not act.
pub async fn edit_profile(
    forum: &Forum,
    member: &Member,
    typed: &TypedProfile,
) -> Result<(), EditProfileError> {
    let profile = Profile::check(typed).map_err(EditProfileError::Invalid)?;
    check_new(forum, member, profile.about()).await?;
    let about_html = render(forum, profile.about()).await?;
    let write = forum.act(member).await?;
    let changed = accounts::ActiveModel {
        id: Set(member.id),
        name: Set(profile.name().into()),
        about: Set(profile.about().into()),
        about_html: Set(about_html),
        about_renderer: Set(RENDERER),
        links: Set(serde_json::to_string(profile.links())?),
        ..Default::default()
    };
    changed.update(write.tx()).await?;
    let act = Act::by(member.id, Kind::AccountEdited, Subject::Account(member.id));
    write.record(act).await?;
    Ok(())
}

/// Refuses more links and mentions than a new account may add to what its profile says.
async fn check_new(forum: &Forum, member: &Member, about: &str) -> Result<(), EditProfileError> {
    let Some(new) = newcomer(forum, member.id).await? else {
        return Ok(());
    };
    let before = own_account(forum, member).await?.profile.about;
    let place = (Written::Profile, "about");
    let problems = check_text(forum, Some(&new), place, about, &before).await?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(EditProfileError::Invalid(problems))
}

async fn render(forum: &Forum, about: &str) -> Result<String, EditProfileError> {
    match rendering::render(forum, Place::About, about).await {
        Ok(rendered) => Ok(rendered.html),
        Err(RenderError::TooComplex(_)) => Err(EditProfileError::Invalid(Problems::one(
            "about",
            "cannot be shown: its tables grow far beyond its own length",
        ))),
        Err(RenderError::Broken(broken)) => Err(EditProfileError::Broken(broken)),
    }
}
