//! What works beside the requests: sending letters, forgetting what has expired. All of it ends when the process stops.

use crate::{mail::Postman, serve::stopped, web::Rates};
use domain::Forum;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{interval, timeout},
};

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);
/// Whoever waits for a letter looks at the screen.
const POST: Duration = Duration::from_secs(2);
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

async fn prune(forum: &Forum) {
    if let Err(error) = domain::prune(forum).await {
        tracing::error!(%error, "pruning failed");
    }
}
