//! A small HTTP client that asks as fast as it is answered, over connections that stay open.

use anyhow::{Context, Result, bail};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinSet,
};

/// One request over and over, on so many connections at once.
pub(crate) struct Load {
    address: SocketAddr,
    /// One for each connection.
    requests: Vec<Arc<[u8]>>,
}

/// What a run measured.
pub(crate) struct Measured {
    took: Duration,
    /// Sorted, in milliseconds.
    latencies: Vec<f64>,
}

impl Load {
    /// Reading this address.
    pub(crate) fn get(address: &SocketAddr, path: &str, connections: usize) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
        Self {
            address: *address,
            requests: vec![request.into_bytes().into(); connections],
        }
    }

    /// Reading this address as somebody who is signed in, over one connection.
    pub(crate) fn get_as(address: &SocketAddr, path: &str, token: &str) -> Self {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: session={token}\r\n\r\n");
        Self {
            address: *address,
            requests: vec![request.into_bytes().into()],
        }
    }

    /// Posting comments, each connection as another person.
    pub(crate) fn post(
        address: &SocketAddr,
        path: &str,
        tokens: &[String],
        connections: usize,
    ) -> Self {
        let body =
            r#"{"body": "The boiler is the risk I would price first: ours failed in week nine."}"#;
        let requests = tokens.iter().cycle().take(connections).map(|token| {
            let length = body.len();
            format!(
                "POST {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
                 content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
            )
        });
        Self {
            address: *address,
            requests: requests
                .map(|request| request.into_bytes().into())
                .collect(),
        }
    }

    /// Runs for so long.
    pub(crate) async fn run(&self, time: Duration) -> Result<Measured> {
        let begun = Instant::now();
        let mut connections = JoinSet::new();
        for request in &self.requests {
            connections.spawn(ask(self.address, Arc::clone(request), begun + time));
        }
        let mut latencies = Vec::new();
        while let Some(connection) = connections.join_next().await {
            latencies.extend(connection??);
        }
        latencies.sort_by(f64::total_cmp);
        Ok(Measured {
            took: begun.elapsed(),
            latencies,
        })
    }
}

impl Measured {
    pub(crate) fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into the measured latencies"
    )]
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let last = self.latencies.len().saturating_sub(1) as f64;
        self.latencies
            .get((last * share) as usize)
            .copied()
            .unwrap_or(f64::NAN)
    }
}

async fn ask(address: SocketAddr, request: Arc<[u8]>, until: Instant) -> Result<Vec<f64>> {
    let mut connection = BufReader::new(connect(address).await?);
    let mut latencies = Vec::new();
    while Instant::now() < until {
        let begun = Instant::now();
        connection.write_all(&request).await?;
        answer(&mut connection).await?;
        latencies.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(latencies)
}

async fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The body of one request's answer, which must be a success.
pub(crate) async fn body_of(address: SocketAddr, path: &str) -> Result<Vec<u8>> {
    let mut connection = BufReader::new(connect(address).await?);
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    answer(&mut connection).await
}

async fn answer(connection: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut line = String::new();
    connection.read_line(&mut line).await?;
    if line
        .split(' ')
        .nth(1)
        .is_none_or(|status| !status.starts_with('2'))
    {
        bail!("the server answered {line:?}");
    }
    let mut length = None;
    loop {
        line.clear();
        connection.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.parse::<usize>()?);
        }
    }
    let mut body = vec![0; length.context("an answer without its length")?];
    connection.read_exact(&mut body).await?;
    Ok(body)
}
