use crate::store::Place;
use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use domain::{
    Forum, Member,
    accounts::{self, Enrolment, Role},
    forum::{Entropy, Policy},
};
use std::{io::BufRead, process::ExitCode};

/// What can be done to accounts from the shell. All of it but invitations is in the public log.
#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Open an account, an admin's unless told otherwise; prints its password.
    Create {
        /// Its name in addresses and mentions.
        handle: String,
        /// Its e-mail address, taken as confirmed.
        #[arg(long)]
        email: Option<String>,
        /// What it may do: member, moderator or admin.
        #[arg(long, default_value = "admin")]
        role: Role,
        /// Read the password from standard input instead of drawing one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Change what an account may do.
    Role {
        /// Whose.
        handle: String,
        /// member, moderator or admin.
        role: Role,
    },
    /// Let an account read but no longer act.
    Suspend {
        /// Whose.
        handle: String,
        /// Why; the person is told.
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended account act again.
    Restore {
        /// Whose.
        handle: String,
    },
    /// Make a link by which one person may sign up.
    Invite {
        /// The admin who invites.
        #[arg(long, value_name = "HANDLE")]
        by: String,
        /// Where the world reaches the forum, as `openplan serve` was told.
        #[arg(long, env = "OPENPLAN_PUBLIC_URL", value_name = "URL")]
        public_url: Option<String>,
    },
}

/// Does it and says so.
pub(super) async fn run(options: Options) -> Result<ExitCode> {
    let mut policy = Policy::default();
    if let Act::Invite {
        public_url: Some(url),
        ..
    } = &options.act
    {
        policy.public_url.clone_from(url);
    }
    let forum = options.place.forum(policy).await?;
    match options.act {
        Act::Create {
            handle,
            email,
            role,
            password_stdin,
        } => create(&forum, handle, email, role, password_stdin).await?,
        Act::Role { handle, role } => {
            accounts::set_role(&forum, &handle, role).await?;
            println!("{handle} is {role} now");
        }
        Act::Suspend { handle, reason } => {
            accounts::suspend(&forum, &handle, &reason).await?;
            println!("{handle} is suspended");
        }
        Act::Restore { handle } => {
            accounts::restore(&forum, &handle).await?;
            println!("{handle} may act again");
        }
        Act::Invite { by, .. } => invite(&forum, &by).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(
    forum: &Forum,
    handle: String,
    email: Option<String>,
    role: Role,
    from_stdin: bool,
) -> Result<()> {
    let drawn = (!from_stdin).then(draw_password);
    let password = match &drawn {
        Some(drawn) => drawn.clone(),
        None => read_password()?,
    };
    let enrolment = Enrolment {
        handle: handle.clone(),
        email,
        password: Some(password),
        role: Some(role),
    };
    accounts::enrol(forum, &enrolment).await?;
    println!("{handle} has an account as {role}");
    if let Some(password) = drawn {
        println!("password: {password}");
    }
    Ok(())
}

/// 100 bits in letters that cannot be mistaken for each other.
fn draw_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let bytes = Entropy::System.bytes::<20>();
    let groups: Vec<String> = bytes
        .chunks(5)
        .map(|group| group.iter().map(letter).collect())
        .collect();
    groups.join("-")
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("standard input holds no password");
    }
    Ok(password.to_owned())
}

async fn invite(forum: &Forum, by: &str) -> Result<()> {
    let member = accounts::acting_as(forum, by).await?;
    let admin = member
        .as_ref()
        .and_then(Member::admin)
        .with_context(|| format!("{by} is no admin"))?;
    let token = accounts::invite(forum, &admin)
        .await
        .map_err(|error| anyhow!(error))?;
    let address = &forum.policy().public_url;
    println!("{address}/invited/{}", token.as_str());
    Ok(())
}
