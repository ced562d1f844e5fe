//! `GET /plans/{id}/live`: new comments on a plan, told as they are posted (server-sent events).
//!
//! An event holds no more than the comment's number, under its place in the log. A browser that
//! comes back sends the last place it saw, and is told what it missed; one that names no place is
//! told what comes from now on.

use super::new::Asked;
use crate::{failure::Failure, plans::page::known, visit::Visit};
use axum::{
    extract::{Path, Query},
    http::HeaderMap,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::{
    Broken, Forum,
    comments::{self, posted_in},
    ids::{CommentId, PlanId, Seq},
    log,
    plans::Plan,
};
use futures::{Stream, stream};
use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::{OnceCell, OwnedSemaphorePermit, Semaphore, broadcast},
    time::{Instant, timeout, timeout_at},
};

/// How many streams one process keeps open: each costs a connection and some memory.
const MOST_STREAMS: usize = 2_000;
/// How long one stream lasts. The browser then comes back, with its session checked again.
const LONGEST: Duration = Duration::from_mins(10);
/// How often a silent stream shows that it is alive, so that no proxy closes it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the log is asked for what other processes have appended.
const POLL: Duration = Duration::from_secs(2);
/// How many entries of the log are read at once.
const BATCH: u64 = 500;
/// How many comments a slow stream may fall behind before it has to ask the log itself.
const BEHIND: usize = 256;

/// `GET /plans/{id}/live`
pub async fn follow(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    if !plan.readable_by(&visit.viewer) {
        return Err(Failure::NotFound);
    }
    let place = asked.place(visit.forum()).await?;
    let seen = last_event(&headers).unwrap_or(place);
    let live = visit.site.live();
    let permit = Arc::clone(&live.permits)
        .try_acquire_owned()
        .map_err(|_| Failure::Unavailable)?;
    // Before the log is asked for what was missed, so that nothing falls in between.
    let posted = live.subscribe(visit.forum()).await?;
    let following = Following {
        visit,
        plan,
        seen,
        posted,
        missed: true,
        ahead: VecDeque::new(),
        until: Instant::now() + LONGEST,
        _permit: permit,
    };
    Ok(Sse::new(events(following))
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response())
}

fn last_event(headers: &HeaderMap) -> Option<Seq> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// A comment that was just posted.
#[derive(Clone, Copy, Debug)]
struct New {
    seq: Seq,
    plan: PlanId,
    comment: CommentId,
}

/// What this process knows of new comments: one follower of the log for all open streams.
#[derive(Debug)]
pub struct Live {
    permits: Arc<Semaphore>,
    posted: broadcast::Sender<New>,
    following: OnceCell<()>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(MOST_STREAMS)),
            posted: broadcast::Sender::new(BEHIND),
            following: OnceCell::new(),
        }
    }
}

impl Live {
    /// What is posted from now on. The first to ask starts the follower.
    async fn subscribe(&self, forum: &Forum) -> Result<broadcast::Receiver<New>, Broken> {
        let receiver = self.posted.subscribe();
        let start = || async {
            let newest = log::newest(forum).await?;
            tokio::spawn(follow_log(forum.clone(), newest, self.posted.clone()));
            Ok::<(), Broken>(())
        };
        self.following.get_or_try_init(start).await?;
        Ok(receiver)
    }
}

async fn follow_log(forum: Forum, mut seen: Seq, posted: broadcast::Sender<New>) {
    let mut appended = forum.appended();
    loop {
        match log::after(&forum, seen, BATCH).await {
            Ok(entries) => {
                for entry in &entries {
                    seen = entry.seq;
                    if let Some((plan, comment)) = posted_in(entry) {
                        let seq = entry.seq;
                        // Nobody listens: nothing is lost, whoever comes asks the log first.
                        let _ = posted.send(New { seq, plan, comment });
                    }
                }
                if !entries.is_empty() {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "the log could not be followed"),
        }
        // Woken by this process's own entries, or after a while for those of others.
        let _ = timeout(POLL, appended.changed()).await;
    }
}

/// One open stream.
struct Following {
    visit: Visit,
    plan: Plan,
    seen: Seq,
    posted: broadcast::Receiver<New>,
    /// Whether the log has to be asked, at the beginning and after falling behind.
    missed: bool,
    ahead: VecDeque<(Seq, CommentId)>,
    until: Instant,
    _permit: OwnedSemaphorePermit,
}

fn events(following: Following) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(following, |mut following| async {
        let (seq, comment) = following.next().await?;
        following.seen = seq;
        let event = Event::default()
            .event("comment")
            .id(seq.to_string())
            .data(comment.to_string());
        Some((Ok(event), following))
    })
}

impl Following {
    /// The next comment; nothing when the stream is to end.
    async fn next(&mut self) -> Option<(Seq, CommentId)> {
        loop {
            if let Some(next) = self.ahead.pop_front() {
                return Some(next);
            }
            if self.missed {
                self.catch_up().await?;
                continue;
            }
            match timeout_at(self.until, self.posted.recv()).await {
                Ok(Ok(new)) if new.plan == self.plan.id && new.seq > self.seen => {
                    return Some((new.seq, new.comment));
                }
                Ok(Ok(_)) => {}
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => self.missed = true,
                Ok(Err(broadcast::error::RecvError::Closed)) | Err(_) => return None,
            }
        }
    }

    async fn catch_up(&mut self) -> Option<()> {
        let (forum, viewer) = (self.visit.forum(), &self.visit.viewer);
        let missed = comments::since(forum, viewer, &self.plan, self.seen).await;
        self.missed = false;
        self.ahead = missed
            .map_err(|error| tracing::warn!(%error, "a live thread ended early"))
            .ok()?
            .into();
        Some(())
    }
}
