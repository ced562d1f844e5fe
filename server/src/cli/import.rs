use crate::store::Place;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use domain::{
    accounts,
    forks::{self, ImportError, LARGEST_FILE, NewImport},
    forum::Policy,
};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What can be brought from elsewhere.
#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Bring a plan that was downloaded from another Openplan as JSON, with all its revisions.
    Plan(Plan),
}

/// A plan to bring.
#[derive(Args, Debug)]
pub(super) struct Plan {
    /// The file.
    file: PathBuf,
    /// Whose plan it becomes.
    #[arg(long = "as", value_name = "HANDLE")]
    handle: String,
    /// Why it is brought here; its page says so.
    #[arg(long)]
    reason: String,
    /// Where the world reaches the forum, as `openplan serve` was told: a file of its own becomes a
    /// fork.
    #[arg(long, env = "OPENPLAN_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Brings it and says where it is.
pub(super) async fn run(What::Plan(plan): What) -> Result<ExitCode> {
    let mut policy = Policy {
        limits: false,
        ..Policy::default()
    };
    if let Some(url) = plan.public_url {
        url.trim_end_matches('/').clone_into(&mut policy.public_url);
    }
    let new = NewImport {
        file: read(&plan.file)?,
        reason: plan.reason,
    };
    let (forum, handle) = (plan.place.forum(policy).await?, plan.handle);
    let member = accounts::acting_as(&forum, &handle)
        .await?
        .with_context(|| format!("{handle} has no account that may act"))?;
    match forks::import(&forum, &member, new, None).await {
        Ok(saved) => {
            let address = &forum.policy().public_url;
            println!("{address}/plans/{}/{}", saved.id, saved.slug);
            Ok(ExitCode::SUCCESS)
        }
        Err(ImportError::Invalid(problems)) => {
            for problem in &problems.0 {
                eprintln!("the {} {}", problem.field, problem.message);
            }
            bail!("nothing was brought");
        }
        Err(error) => Err(error.into()),
    }
}

/// No more than a file may hold, and one byte by which it is known to hold more.
fn read(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(bytes)
}
