//! A server that can be killed.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

pub(crate) struct Server {
    process: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts with these variables and waits until it listens.
    pub(crate) fn start(data: &Path, variables: &[(&str, &OsStr)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_openplan"))
            .args(["serve", "--limits", "off", "--listen", "127.0.0.1:0"])
            .arg("--data")
            .arg(data)
            .env("RUST_LOG", "off")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdout = process.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it says where it listens");
        let address = line.trim().strip_prefix("listening on ");
        Self {
            address: address.expect("an address").to_owned(),
            process,
        }
    }

    /// By SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.process.kill().expect("it is running");
        self.process.wait().expect("it is gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has been killed already, unless a test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
