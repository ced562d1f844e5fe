//! What the tests need beside Rust, installed where that is ours to do.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::steps::run;
use crate::workspace::find_on_path;

/// Installs packages as root on Debian; anywhere else says what is missing and how to get it.
pub(crate) fn install(packages: &[&str], what: &str) -> Result<()> {
    if !is_root() || find_on_path("apt-get").is_none() {
        bail!(
            "{what} is missing: install it, on Debian with `apt-get install {}`",
            packages.join(" ")
        );
    }
    run(apt_get().args(["update", "-qq"]))?;
    let install = ["install", "-qq", "--yes", "--no-install-recommends"];
    run(apt_get().args(install).args(packages))
}

/// Whether this process may install packages.
pub(crate) fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null());
    command
}
