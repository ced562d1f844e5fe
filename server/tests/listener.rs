//! The accept loop over real sockets: what becomes of peers that ask slowly, too much or nothing,
//! and of everybody when the process is to stop.

use axum::{Router, routing::get};
use server::listener::{self, Limits};
use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};

/// How long a test waits for what must happen: only one that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a test watches that nothing happens.
const WHILE: Duration = Duration::from_millis(300);

/// A process's worth of accept loop.
struct Running {
    address: SocketAddr,
    order_to_stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Running {
    async fn start(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (order_to_stop, stop) = watch::channel(false);
        let serving = tokio::spawn(listener::serve(listener, router, limits, stop));
        Self {
            address,
            order_to_stop,
            serving,
        }
    }

    async fn connect(&self) -> Peer {
        Peer(TcpStream::connect(self.address).await.expect("it listens"))
    }

    /// Waits until the loop has ended after the order to stop.
    async fn ended(self) {
        let ended = timeout(PATIENCE, self.serving).await;
        ended.expect("it ends").expect("it does not panic");
    }
}

/// One connection.
struct Peer(TcpStream);

impl Peer {
    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.expect("it is sent");
    }

    async fn ask(&mut self, path: &str) {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: a.example\r\n\r\n"))
            .await;
    }

    /// The next answer, of which it is known how it ends.
    async fn answer(&mut self, end: &str) -> String {
        let mut answer = String::new();
        let read = async {
            while !answer.ends_with(end) {
                let byte = self.0.read_u8().await.expect("the answer goes on");
                answer.push(char::from(byte));
            }
        };
        timeout(PATIENCE, read).await.expect("it is answered");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        answer
    }

    /// Sends a header that begins like this and never ends, until the other end closes without an
    /// answer.
    async fn drip(&mut self, beginning: &str) {
        let (mut hear, mut say) = self.0.split();
        let drip = async {
            for byte in beginning.bytes().chain(std::iter::repeat(b'a')) {
                if say.write_all(&[byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        let mut heard = Vec::new();
        let closed = async {
            tokio::select! {
                _ = hear.read_to_end(&mut heard) => {}
                () = drip => {}
            }
        };
        timeout(PATIENCE, closed).await.expect("it is closed");
        assert!(!heard.starts_with(b"HTTP/1.1 200"), "{beginning}");
    }

    /// What comes until the other end closes.
    async fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        // Closed in the midst of what was sent, a connection is reset.
        let _ = timeout(PATIENCE, self.0.read_to_end(&mut rest))
            .await
            .expect("it is closed");
        String::from_utf8(rest).expect("text")
    }

    /// Whether nothing is heard for a while.
    async fn waits(&mut self) -> bool {
        timeout(WHILE, self.0.peek(&mut [0])).await.is_err()
    }
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

fn impatient() -> Limits {
    Limits {
        header_time: Duration::from_millis(200),
        ..Limits::default()
    }
}

#[tokio::test]
async fn a_header_that_comes_byte_by_byte_is_not_waited_for() {
    let running = Running::start(hello(), impatient()).await;
    // The second might still become the preface of HTTP/2.
    for beginning in ["GET / HTTP/1.1\r\nslow: ", "PRI * HTTP/2.0\r\n"] {
        let mut first = running.connect().await;
        first.drip(beginning).await;
        let mut later = running.connect().await;
        later.ask("/").await;
        later.answer("hello").await;
        later.drip(beginning).await;
    }
}

#[tokio::test]
async fn who_asks_nothing_is_not_waited_for() {
    let running = Running::start(hello(), impatient()).await;
    let mut silent = running.connect().await;
    assert_eq!(silent.rest().await, "");
    let mut idle = running.connect().await;
    idle.ask("/").await;
    idle.answer("hello").await;
    assert_eq!(idle.rest().await, "");
}

#[tokio::test]
async fn who_has_asked_may_wait_longer_than_a_header_may_take() {
    let slow = async || {
        sleep(3 * impatient().header_time).await;
        "hello"
    };
    let router = Router::new().route("/", get(slow));
    let running = Running::start(router, impatient()).await;
    let mut peer = running.connect().await;
    peer.ask("/").await;
    peer.answer("hello").await;
}

#[tokio::test]
async fn a_header_has_room_for_so_much_and_not_more() {
    let limits = Limits {
        header_bytes: 8 * 1024,
        ..Limits::default()
    };
    let running = Running::start(hello(), limits).await;
    let ask = |length: usize| {
        let filling = "x".repeat(length);
        format!("GET / HTTP/1.1\r\nhost: a.example\r\nfilling: {filling}\r\n\r\n")
    };
    let mut peer = running.connect().await;
    peer.send(&ask(7 * 1024)).await;
    peer.answer("hello").await;
    peer.send(&ask(9 * 1024)).await;
    let refused = peer.rest().await;
    assert!(refused.starts_with("HTTP/1.1 431 "), "{refused}");
}

#[tokio::test]
async fn one_connection_too_many_waits_until_another_closes() {
    let limits = Limits {
        connections: 2,
        ..Limits::default()
    };
    let running = Running::start(hello(), limits).await;
    let mut first = running.connect().await;
    let mut second = running.connect().await;
    for peer in [&mut first, &mut second] {
        peer.ask("/").await;
        peer.answer("hello").await;
    }
    let mut third = running.connect().await;
    third.ask("/").await;
    assert!(third.waits().await, "there was no room for it");
    // Those that have room are not kept waiting by the one that has none.
    second.ask("/").await;
    second.answer("hello").await;
    drop(first);
    third.answer("hello").await;
}

#[tokio::test]
async fn at_the_order_to_stop_requests_in_flight_are_finished_and_idle_peers_leave() {
    let (begun, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (begun, may_end) = (Arc::clone(&begun), Arc::clone(&may_end));
        async move || {
            begun.notify_one();
            may_end.notified().await;
            "done"
        }
    };
    let limits = Limits {
        last_requests: PATIENCE,
        ..Limits::default()
    };
    let running = Running::start(hello().route("/slow", get(slow)), limits).await;
    let mut idle = running.connect().await;
    idle.ask("/").await;
    idle.answer("hello").await;
    let mut silent = running.connect().await;
    let mut busy = running.connect().await;
    busy.ask("/slow").await;
    timeout(PATIENCE, begun.notified())
        .await
        .expect("it begins");

    running.order_to_stop.send_replace(true);
    assert_eq!(idle.rest().await, "");
    assert_eq!(silent.rest().await, "");
    let late = TcpStream::connect(running.address).await;
    assert!(late.is_err(), "nobody listens any more");
    assert!(busy.waits().await);
    may_end.notify_one();
    let last = busy.rest().await;
    assert!(last.starts_with("HTTP/1.1 200 ") && last.ends_with("done"));
    running.ended().await;
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_the_process() {
    let begun = Arc::new(Notify::new());
    let endless = {
        let begun = Arc::clone(&begun);
        async move || {
            begun.notify_one();
            pending::<()>().await;
        }
    };
    let limits = Limits {
        last_requests: Duration::from_millis(200),
        ..Limits::default()
    };
    let running = Running::start(Router::new().route("/", get(endless)), limits).await;
    let mut busy = running.connect().await;
    busy.ask("/").await;
    timeout(PATIENCE, begun.notified())
        .await
        .expect("it begins");
    running.order_to_stop.send_replace(true);
    running.ended().await;
}
