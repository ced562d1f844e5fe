//! The accept loop. `axum::serve` is not used: it gives hyper no timer, so that whoever sends a
//! header byte by byte holds a connection for ever, and leaves Nagle's algorithm on, so that every
//! streamed page waits 40 ms for the peer's delayed acknowledgement.

use crate::serve::stopped;
use axum::{Router, extract::Request};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{
    io::ErrorKind,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};
use tower::ServiceExt;

/// What a peer may take of the process.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; further ones wait to be accepted.
    pub connections: usize,
    /// How long a request's header may take, which is also how long a connection may be idle.
    pub header_time: Duration,
    /// The most that a request's header may hold, in bytes: 8 KiB or more.
    pub header_bytes: usize,
    /// How long requests in flight have to finish after the order to stop.
    pub last_requests: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            header_time: Duration::from_secs(20),
            header_bytes: 32 * 1024,
            last_requests: Duration::from_secs(9),
        }
    }
}

/// The other end of the connection that a request came by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

/// Accepts and answers until told to stop, then lets the requests in flight finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let builder = Arc::new(builder(limits));
    let connections = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer, permit) = tokio::select! {
            () = stopped(&mut stop) => break,
            accepted = accept(&listener, &connections) => accepted,
        };
        let connection = Connection {
            stream,
            peer,
            router: router.clone(),
            builder: Arc::clone(&builder),
            patience: limits.header_time,
        };
        let watcher = graceful.watcher();
        tokio::spawn(async move {
            connection.serve(watcher).await;
            drop(permit);
        });
    }
    drop(listener);
    if timeout(limits.last_requests, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped with requests still in flight");
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(limits.header_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.header_time)
        .keep_alive_timeout(limits.header_time)
        .max_concurrent_streams(100)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX));
    builder
}

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let permit = Arc::clone(connections)
        .acquire_owned()
        .await
        .expect("nobody closes this semaphore");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, permit),
            Err(error) if is_of_one_connection(error.kind()) => {}
            Err(error) => {
                // Out of file descriptors, as a rule: others will be closed soon.
                tracing::error!(%error, "a connection cannot be accepted");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn is_of_one_connection(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    builder: Arc<Builder<TokioExecutor>>,
    /// How long it may ask nothing at first.
    patience: Duration,
}

impl Connection {
    async fn serve(self, watcher: hyper_util::server::graceful::Watcher) {
        if let Err(error) = self.stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let (peer, router) = (Peer(self.peer), self.router);
        let asked = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&asked);
        let service = service_fn(move |mut request: Request<Incoming>| {
            mark.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(peer);
            router.clone().oneshot(request)
        });
        let connection = self
            .builder
            .serve_connection(TokioIo::new(self.stream), service)
            .into_owned();
        tokio::select! {
            result = watcher.watch(connection) => {
                if let Err(error) = result {
                    tracing::debug!(%error, "a connection ended");
                }
            }
            () = silent(self.patience, &asked) => tracing::debug!("a connection asked nothing"),
        }
    }
}

/// Ends when a new connection has not asked anything for a while: hyper's own timer starts only
/// when enough bytes have come to tell HTTP/1 from HTTP/2.
async fn silent(patience: Duration, asked: &AtomicBool) {
    sleep(patience).await;
    if asked.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
}
