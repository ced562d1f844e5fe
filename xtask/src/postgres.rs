//! A PostgreSQL of the tests' own, gone when they end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::debian;
use crate::workspace::find_on_path;

/// Where tests read the address of the server; set it to use one that runs already.
pub(crate) const VARIABLE: &str = "OPENPLAN_TEST_POSTGRES";

/// Makes a cluster in a temporary folder, serves it, and waits for its input to close, which happens
/// however the parent ends: then stops the server and removes the folder. Durability is switched
/// off: what these databases hold is of no use after the tests.
const SCRIPT: &str = r#"
set -eu
trap '' INT HUP
bin=$1 port=$2
folder=$(mktemp -d "${TMPDIR:-/tmp}/openplan-postgres.XXXXXX")
finish() {
    "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT
cd "$folder"
"$bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
SETTINGS
"$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --silent start || { cat "$folder/log" >&2; exit 1; }
echo ready
cat >/dev/null
"#;

/// A running server; dropping it stops it.
pub(crate) struct Postgres {
    /// The address of its maintenance database.
    pub(crate) url: String,
    server: Child,
}

impl Postgres {
    /// Starts a server on a free port, installing PostgreSQL first where that is ours to do.
    pub(crate) fn start() -> Result<Self> {
        let programs = match find_programs() {
            Some(folder) => folder,
            None => install()?,
        };
        let port = free_port()?;
        let mut server = as_ordinary_user()
            .args(["sh", "-c", SCRIPT, "sh"])
            .arg(&programs)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("no shell to start PostgreSQL with")?;
        wait_until_ready(&mut server)?;
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            server,
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.server.stdin.take());
        if let Err(error) = self.server.wait() {
            eprintln!("PostgreSQL did not stop: {error}");
        }
    }
}

fn wait_until_ready(server: &mut Child) -> Result<()> {
    let output = server
        .stdout
        .take()
        .context("PostgreSQL's output is not connected")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    ensure!(line.trim() == "ready", "PostgreSQL did not start");
    Ok(())
}

/// The folder of `initdb` and `pg_ctl`: Debian keeps them off `PATH`, one folder per version.
fn find_programs() -> Option<PathBuf> {
    if let Some(initdb) = find_on_path("initdb") {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<_> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    folders.sort();
    folders.pop()
}

fn install() -> Result<PathBuf> {
    debian::install(&["postgresql"], "PostgreSQL")?;
    find_programs().context("Debian's package postgresql brought no initdb")
}

/// PostgreSQL refuses to run as root; Debian's package brings a user for it.
fn as_ordinary_user() -> Command {
    if debian::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]);
        command
    } else {
        Command::new("env")
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
