//! Where things are, and how cargo is called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The workspace that `cargo xtask` was called in.
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, which `CARGO_TARGET_DIR` may put elsewhere.
    pub(crate) target: PathBuf,
    metadata: Value,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let output = cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cargo did not start")?;
        ensure!(
            output.status.success(),
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let folder = |key: &str| {
            let path = metadata[key].as_str().map(PathBuf::from);
            path.with_context(|| format!("cargo metadata names no {key}"))
        };
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
            metadata,
        })
    }

    /// `cargo`, to be run in the workspace's root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Where the files that the server embeds are put. Always below the root, where the server's
    /// source expects them, whatever `CARGO_TARGET_DIR` says.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The built server.
    pub(crate) fn server_binary(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target
            .join(profile)
            .join(format!("openplan{}", std::env::consts::EXE_SUFFIX))
    }

    /// The names of all benchmark targets.
    pub(crate) fn benches(&self) -> Vec<&str> {
        let packages = self.metadata["packages"].as_array().into_iter().flatten();
        packages
            .flat_map(|package| package["targets"].as_array().into_iter().flatten())
            .filter(|target| target["kind"] == serde_json::json!(["bench"]))
            .filter_map(|target| target["name"].as_str())
            .collect()
    }

    /// The version of a package in `Cargo.lock`.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let lock = self.root.join("Cargo.lock");
        let text = std::fs::read_to_string(&lock)
            .with_context(|| format!("{} cannot be read", lock.display()))?;
        let entry = format!("name = \"{package}\"\nversion = \"");
        let version = text
            .split_once(&entry)
            .and_then(|(_, rest)| rest.split_once('"'));
        match version {
            Some((version, _)) => Ok(version.to_owned()),
            None => bail!("Cargo.lock holds no package {package}"),
        }
    }
}

/// `cargo` without what the outer `cargo run` has set for this program: build scripts that watch
/// those variables would otherwise run again, and with them half of the dependencies, each time
/// somebody changes between `cargo xtask` and plain `cargo`.
fn cargo() -> Command {
    let mut command = Command::new(program_from_env("CARGO", "cargo"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_set_by_cargo_run) {
            command.env_remove(name);
        }
    }
    command
}

fn is_set_by_cargo_run(name: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

/// The program that an environment variable names, or else the usual one.
pub(crate) fn program_from_env(variable: &str, usual: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| usual.into())
}

/// The first folder on `PATH` that holds this program, with the program's name.
pub(crate) fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// The text of a file, or nothing when it is not there.
pub(crate) fn read_if_present(file: &Path) -> Option<Vec<u8>> {
    std::fs::read(file).ok()
}
