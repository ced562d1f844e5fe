//! The process as a whole: how soon it answers, and what it holds when nobody asks.

use crate::{fixture::Fixture, report::Report};
use anyhow::{Context, Result};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Starts `openplan serve` over the fixture's data, asks once, and lets it rest.
pub(crate) async fn start_and_memory(
    fixture: Fixture,
    plans: u32,
    report: &mut Report,
) -> Result<()> {
    let page = fixture.page.clone();
    let folder = fixture.close().await?;
    let mut starts = Vec::new();
    let mut resting = 0.0;
    for _ in 0..3 {
        let begun = Instant::now();
        let mut server = Running(
            Command::new(env!("CARGO_BIN_EXE_openplan"))
                .args([
                    "serve",
                    "--listen",
                    "127.0.0.1:0",
                    "--limits",
                    "off",
                    "--data",
                ])
                .arg(folder.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?,
        );
        let address = server.address()?;
        crate::client::body_of(address, &page).await?;
        starts.push(begun.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(Duration::from_secs(2)).await;
        resting = server.resident()?;
    }
    report.row(
        &format!("start over {plans} plans to the first answer"),
        "at most 300 ms",
        format!("{:.0} ms", crate::median(&mut starts)),
    );
    report.row(
        &format!("resident memory, {plans} plans, idle"),
        "at most 200 MB",
        format!("{resting:.0} MB"),
    );
    Ok(())
}

/// A server that is stopped when it is no longer needed.
struct Running(Child);

impl Running {
    fn address(&mut self) -> Result<std::net::SocketAddr> {
        let output = self.0.stdout.take().context("its output is read once")?;
        for line in BufReader::new(output).lines() {
            if let Some(address) = line?.strip_prefix("listening on http://") {
                return Ok(address.parse()?);
            }
        }
        anyhow::bail!("the server ended before it listened")
    }

    fn resident(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let kilobytes: f64 = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().split(' ').next())
            .context("no VmRSS")?
            .parse()?;
        Ok(kilobytes / 1_000.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
