//! What works beside the requests: sending letters, forgetting what has expired, rendering anew what an older renderer
//! made, keeping the search index in step with the log. All of it ends when the process stops.

use crate::{mail::Postman, serve::stopped, web::Rates};
use domain::{Forum, search};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{interval, sleep, timeout},
};

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);
/// Whoever waits for a letter looks at the screen.
const POST: Duration = Duration::from_secs(2);
/// How long rendering anew rests between two batches: whoever reads and writes comes first.
const REST: Duration = Duration::from_millis(100);
/// How long a job has to end what it is doing after the order to stop.
const LAST_WORK: Duration = Duration::from_secs(5);

/// The jobs under way.
pub(crate) struct Jobs(JoinSet<()>);

/// Starts them.
pub(crate) fn start(
    forum: &Forum,
    postman: Postman,
    rates: Option<Arc<Rates>>,
    stop: &watch::Receiver<bool>,
) -> Jobs {
    let mut jobs = JoinSet::new();
    jobs.spawn(every(HOUR, stop.clone(), {
        let forum = forum.clone();
        async move || prune(&forum).await
    }));
    jobs.spawn(every(POST, stop.clone(), {
        let forum = forum.clone();
        async move || postman.round(&forum).await
    }));
    jobs.spawn(renew(forum.clone(), stop.clone()));
    jobs.spawn(follow(forum.clone(), stop.clone()));
    if let Some(rates) = rates {
        jobs.spawn(every(MINUTE, stop.clone(), async move || rates.forget()));
    }
    Jobs(jobs)
}

impl Jobs {
    /// Waits for them to end after the order to stop.
    pub(crate) async fn finish(mut self) {
        let all = async { while self.0.join_next().await.is_some() {} };
        if timeout(LAST_WORK, all).await.is_err() {
            tracing::warn!("a job was cut short");
        }
    }
}

/// Does something now and again and again until told to stop, never twice at once.
async fn every(period: Duration, mut stop: watch::Receiver<bool>, mut job: impl AsyncFnMut()) {
    let mut times = interval(period);
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = times.tick() => job().await,
        }
    }
}

async fn follow(forum: Forum, stop: watch::Receiver<bool>) {
    search::follow(&forum, stop).await;
}

async fn prune(forum: &Forum) {
    if let Err(error) = domain::prune(forum).await {
        tracing::error!(%error, "pruning failed");
    }
}

/// Brings up to date what an older renderer made, batch by batch, and looks again from time to time:
/// another process may have it still.
async fn renew(forum: Forum, mut stop: watch::Receiver<bool>) {
    loop {
        let pause = match domain::renew(&forum).await {
            Ok(0) => HOUR,
            Ok(_) => REST,
            Err(error) => {
                tracing::error!(%error, "rendering anew failed");
                MINUTE
            }
        };
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = sleep(pause) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;
    use domain::{
        accounts::{self, Enrolment, TypedProfile},
        clock::Clock,
        forum::{Entropy, Policy},
    };
    use sea_orm::ConnectionTrait;

    #[tokio::test]
    async fn what_an_older_renderer_made_is_rendered_anew_without_being_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Place::folder(folder.path()).open().await.expect("it opens");
        let forum = Forum::new(
            db.clone(),
            Clock::System,
            Entropy::System,
            Policy::default(),
        );
        for handle in ["ada", "ben"] {
            introduced(&forum, handle).await;
        }
        let age = "UPDATE accounts SET about_renderer = 0, about_html = '<script>'";
        db.writer().execute_unprepared(age).await.expect("it runs");
        let (order, stop) = watch::channel(false);
        let job = tokio::spawn(renew(forum, stop));
        let stale = "SELECT 1 FROM accounts WHERE about_renderer = 0 OR about_html = '<script>'";
        let done = async {
            let query = || sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, stale);
            while let Ok(Some(_)) = db.writer().query_one_raw(query()).await {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(MINUTE, done).await.expect("it is done");
        order.send_replace(true);
        timeout(MINUTE, job)
            .await
            .expect("it stops")
            .expect("no panic");
    }

    /// Somebody who says something about themselves.
    async fn introduced(forum: &Forum, handle: &str) {
        let enrolment = Enrolment {
            handle: handle.into(),
            ..Enrolment::default()
        };
        accounts::enrol(forum, &enrolment).await.expect("enrolled");
        let member = accounts::acting_as(forum, handle).await.expect("read");
        let typed = TypedProfile {
            about: "I start things.".into(),
            ..TypedProfile::default()
        };
        accounts::edit_profile(forum, &member.expect("there"), &typed)
            .await
            .expect("edited");
    }
}
