//! The journeys of `end2end/`, in Chromium against the built server.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian;
use crate::site::hash;
use crate::steps::run as run_command;
use crate::workspace::{Workspace, find_on_path, program_from_env, read_if_present};

/// Runs Playwright on the files whose name holds the filter, or on all. That none does is well: the
/// filter may have been meant for the other tests.
pub(crate) fn run(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let folder = workspace.root.join("end2end");
    install_packages(&folder)?;
    let chromium = chromium()?;
    let mut playwright = Command::new("npx");
    playwright
        .current_dir(&folder)
        .args(["--no-install", "playwright", "test", "--pass-with-no-tests"])
        .args(filter);
    playwright.env("OPENPLAN_BIN", workspace.server_binary(false));
    playwright.env("OPENPLAN_CHROMIUM", chromium);
    run_command(&mut playwright)
}

/// `npm ci`, when the lock file is another than the last time.
fn install_packages(folder: &Path) -> Result<()> {
    if find_on_path("npm").is_none() {
        debian::install(&["npm"], "Node.js with npm")?;
    }
    let lock = std::fs::read(folder.join("package-lock.json"))
        .context("end2end has no package-lock.json")?;
    let wanted = hash(&lock);
    let stamp = folder.join("node_modules/.installed");
    if read_if_present(&stamp).as_deref() == Some(wanted.as_bytes()) {
        return Ok(());
    }
    run_command(
        Command::new("npm")
            .current_dir(folder)
            .args(["ci", "--no-audit", "--no-fund"]),
    )?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// The browser: the one that `OPENPLAN_CHROMIUM` names, or the first that is installed, or Debian's.
fn chromium() -> Result<PathBuf> {
    if std::env::var_os("OPENPLAN_CHROMIUM").is_some() {
        return Ok(program_from_env("OPENPLAN_CHROMIUM", "").into());
    }
    if let Some(browser) = find_chromium() {
        return Ok(browser);
    }
    debian::install(&["chromium", "fonts-liberation"], "Chromium")?;
    find_chromium().context("Debian's package chromium brought no chromium")
}

fn find_chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find_on_path)
}
