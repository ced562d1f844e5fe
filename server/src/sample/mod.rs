//! The sample forum: people, plans and their discussion, told day by day through the same functions
//! as everything else, so that an empty forum has something to read and its log has a past.

mod events;
mod files;
mod funded;
mod recommended;
mod told;

use anyhow::Result;
use domain::{
    Forum,
    clock::{Clock, Timestamp},
    forum::{Db, Entropy, Policy},
    log,
};
use files::Sample;
use futures::future::try_join_all;
use std::net::SocketAddr;
use told::Told;

/// Everybody's password in the sample forum, where only this machine can try it.
pub const PASSWORD: &str = "three herons on the harbour wall";

/// Loads the sample forum into a database in which nothing has happened yet.
///
/// # Errors
/// When the database fails, or a sample plan breaks one of the forum's rules.
pub async fn load_if_empty(db: &Db, policy: &Policy, listening: SocketAddr) -> Result<()> {
    let clock = Clock::manual(Clock::System.now());
    let policy = Policy {
        // A year's acts within a second would be too many.
        limits: false,
        ..policy.clone()
    };
    let forum = Forum::new(db.clone(), clock, Entropy::System, policy);
    if log::newest(&forum).await?.0 > 0 {
        return Ok(());
    }
    let password = listening.ip().is_loopback().then_some(PASSWORD);
    load(&forum, &Sample::read()?, Clock::System.now(), password).await?;
    if let Some(password) = password {
        tracing::warn!("the sample forum is loaded; everybody in it has the password “{password}”");
    } else {
        tracing::info!(
            "the sample forum is loaded; nobody in it has a password, for others can reach this forum"
        );
    }
    Ok(())
}

/// Tells the whole story, which ends now, on a forum with a manual clock.
async fn load(
    forum: &Forum,
    sample: &Sample,
    now: Timestamp,
    password: Option<&str>,
) -> Result<()> {
    tracing::info!(
        people = sample.people.len(),
        plans = sample.plans.len(),
        "loading the sample forum"
    );
    let mut told = Told::new(forum, password);
    let events = events::in_order(sample);
    // Votes that follow each other are cast at once, because writes at the same time share the
    // flush of the disk.
    for together in events.chunk_by(|a, b| a.is_vote() && b.is_vote()) {
        if let [event] = together {
            forum.set_clock(event.at(now));
            told.tell(event).await?;
        } else {
            try_join_all(together.iter().map(|event| told.count(event))).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;
    use domain::{Viewer, funding, listings, plans};

    #[tokio::test]
    async fn the_whole_story_can_be_told_and_holds() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Place::folder(folder.path())
            .open()
            .await
            .expect("a fresh database opens");
        let here = "127.0.0.1:3000".parse().expect("an address");
        load_if_empty(&db, &Policy::default(), here)
            .await
            .expect("every sample plan keeps the forum's rules");
        let forum = Forum::new(db, Clock::System, Entropy::System, Policy::default());
        let listing = plans::Listing {
            limit: 100,
            ..plans::Listing::default()
        };
        let page = plans::list(&forum, &Viewer::Anonymous, &listing)
            .await
            .expect("plans can be listed");
        assert!(page.items.len() >= 24, "{}", page.items.len());
        let forks = page.items.iter().filter_map(|plan| plan.fork.as_ref());
        let (untouched, changed): (Vec<_>, Vec<_>) =
            forks.partition(|fork| fork.distance.untouched);
        assert!(!untouched.is_empty() && untouched.len() + changed.len() >= 6);
        assert!(page.items.iter().any(|plan| plan.running > 1));
        let featured = listings::featured(&forum).await.expect("they are read");
        assert!(featured.len() >= 2 && featured[0].plans >= 6);
        let rounds = funding::list(&forum, funding::Phase::Open, None, 10).await;
        let rounds = rounds.expect("they are read").items;
        assert!(rounds.len() == 1 && rounds[0].applications >= 6);
        let report = log::verify(&forum).await.expect("the log can be read");
        assert_eq!(report.faults, Vec::<String>::new());
    }
}
