//! `cargo xtask test`: all that a change must pass, as one list that anybody can run.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::postgres::{self, Postgres};
use crate::steps::{bold, run as run_command, seconds, step};
use crate::toolchain::{WASM_TARGET, add_component, add_wasm_target};
use crate::workspace::{Workspace, find_on_path};
use crate::{browser, build};

/// What `cargo xtask test` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Run only these checks.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Check>,
    /// Run only the tests whose name, or in the browser whose file, holds this.
    filter: Option<String>,
}

/// The checks, in the order in which they run: what fails soonest first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Check {
    /// rustfmt has nothing to change.
    Fmt,
    /// Licences and sources of all dependencies; known advisories where they can be fetched.
    Deny,
    /// clippy has nothing to say, about the server's side or the browser's.
    Lint,
    /// The browser bundle can be built; the server's tests ask for what is in it.
    Bundle,
    /// Rules, storage on both databases, and HTTP.
    Unit,
    /// The journeys in a real browser.
    Browser,
}

impl Check {
    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "Format",
            Self::Deny => "Dependencies",
            Self::Lint => "Lints",
            Self::Bundle => "Bundle",
            Self::Unit => "Rules, storage on SQLite and PostgreSQL, HTTP",
            Self::Browser => "Browser",
        }
    }

    fn run(self, workspace: &Workspace, filter: Option<&str>) -> Result<()> {
        match self {
            Self::Fmt => format(workspace),
            Self::Deny => deny(workspace),
            Self::Lint => lint(workspace),
            Self::Bundle => build::build_site(workspace),
            Self::Unit => unit(workspace, filter),
            Self::Browser => journeys(workspace, filter),
        }
    }
}

/// Runs the checks, all of them even when one fails, and ends with what came of each.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let chosen = |check: &Check| options.only.is_empty() || options.only.contains(check);
    let mut outcomes = Vec::new();
    for &check in Check::value_variants().iter().filter(|check| chosen(check)) {
        let start = Instant::now();
        let result = step(check.title(), || {
            check.run(workspace, options.filter.as_deref())
        });
        if let Err(error) = &result {
            eprintln!("    {error:#}");
        }
        outcomes.push((check, result.is_ok(), start.elapsed()));
    }
    summarise(&outcomes)
}

fn summarise(outcomes: &[(Check, bool, Duration)]) -> Result<()> {
    eprintln!("{}", bold("==> Summary"));
    for (check, passed, time) in outcomes {
        let verdict = if *passed { "ok    " } else { "FAILED" };
        eprintln!("    {verdict} {:>8}  {}", seconds(*time), check.title());
    }
    let failed = outcomes.iter().filter(|(_, passed, _)| !passed).count();
    if failed > 0 {
        bail!("{failed} of {} checks failed", outcomes.len());
    }
    Ok(())
}

fn format(workspace: &Workspace) -> Result<()> {
    add_component(workspace, "fmt", "rustfmt")?;
    run_command(workspace.cargo().args(["fmt", "--all", "--check"]))
}

/// Advisories need the network's leave to reach GitHub; the rest needs nothing.
fn deny(workspace: &Workspace) -> Result<()> {
    if find_on_path("cargo-deny").is_none() {
        run_command(
            workspace
                .cargo()
                .args(["install", "--locked", "cargo-deny"]),
        )?;
    }
    let check = ["deny", "--log-level", "error", "check"];
    run_command(
        workspace
            .cargo()
            .args(check)
            .args(["bans", "licenses", "sources"]),
    )?;
    if can_reach_advisories() {
        run_command(workspace.cargo().args(check).arg("advisories"))?;
    } else {
        eprintln!("    advisories not checked: github.com cannot be reached from here");
    }
    Ok(())
}

fn can_reach_advisories() -> bool {
    use std::net::{TcpStream, ToSocketAddrs};
    let Ok(addresses) = "github.com:443".to_socket_addrs() else {
        return false;
    };
    addresses
        .into_iter()
        .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(3)).is_ok())
}

/// The browser's half is linted apart, as it is built: together they would be one that never ships.
fn lint(workspace: &Workspace) -> Result<()> {
    add_component(workspace, "clippy", "clippy")?;
    add_wasm_target()?;
    run_command(workspace.cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        build::MODEL,
        "--",
        "-D",
        "warnings",
    ]))?;
    let mut browser = workspace.cargo();
    browser.args(["clippy", "--package", "frontend", "--target", WASM_TARGET]);
    browser.args([
        "--no-default-features",
        "--features",
        "hydrate",
        "--",
        "-D",
        "warnings",
    ]);
    run_command(&mut browser)
}

fn unit(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let mut tests = workspace.cargo();
    tests.args(["test", "--no-fail-fast"]).args(filter);
    let running_already = std::env::var_os(postgres::VARIABLE).is_some();
    let postgres = if running_already {
        None
    } else {
        Some(Postgres::start()?)
    };
    if let Some(postgres) = &postgres {
        tests.env(postgres::VARIABLE, &postgres.url);
    }
    run_command(&mut tests)?;
    run_command(
        workspace
            .cargo()
            .args(["test", "--package", "xtask"])
            .args(filter),
    )?;
    // Apart from the rest, which would have to be compiled a second time with what these need.
    let apart = ["test", "--package", "model", "--package", "distil"];
    run_command(workspace.cargo().args(apart).args(filter))
}

fn journeys(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    build::run(workspace, &build::Options::default())?;
    browser::run(workspace, filter)
}
