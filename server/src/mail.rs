//! The worker that sends what has been queued: over SMTP when there is a server for it, otherwise
//! into files that the operator can open.

use crate::settings::Settings;
use anyhow::{Context, Result};
use domain::{
    Forum,
    mail::{self, Due},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Letters taken at once; fewer than can be sent before the lease on them ends.
const AT_ONCE: u64 = 20;
/// How long a mail server may take over one letter.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where letters go.
pub(crate) struct Postman {
    from: Mailbox,
    way: Way,
}

enum Way {
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Postman {
    /// By the operator's mail server, or into `mail/` in the data folder.
    ///
    /// # Errors
    /// When the server's or the sender's address makes no sense.
    pub(crate) fn new(settings: &Settings, forum: &Forum, data: &Path) -> Result<Self> {
        let from = settings
            .smtp_from
            .clone()
            .unwrap_or_else(|| sender(&forum.policy().public_url));
        let address = from
            .parse::<Mailbox>()
            .with_context(|| format!("“{from}” is not an address to send mail from"))?;
        let name = address.name.or_else(|| Some(forum.policy().name.clone()));
        Ok(Self {
            from: Mailbox::new(name, address.email),
            way: way(settings.smtp_url.as_deref(), data)?,
        })
    }

    /// Sends what is due; what cannot be sent is tried again later.
    pub(crate) async fn round(&self, forum: &Forum) {
        match mail::due(forum, AT_ONCE).await {
            Ok(letters) => {
                for letter in letters {
                    self.deliver(forum, &letter).await;
                }
            }
            Err(error) => tracing::error!(%error, "the letters that are due cannot be read"),
        }
    }

    async fn deliver(&self, forum: &Forum, letter: &Due) {
        let noted = match self.send(letter).await {
            Ok(()) => mail::sent(forum, letter).await,
            Err(error) => {
                tracing::warn!(id = %letter.id, tries = letter.tries, "a letter was not sent: {error:#}");
                mail::failed(forum, letter, &format!("{error:#}")).await
            }
        };
        if let Err(error) = noted {
            tracing::error!(%error, id = %letter.id, "what became of a letter cannot be noted");
        }
    }

    async fn send(&self, letter: &Due) -> Result<()> {
        let message = self.message(letter)?;
        match &self.way {
            Way::Server(server) => {
                server.send(message).await?;
            }
            Way::Folder(folder) => {
                let file = folder.join(format!("{}.eml", letter.id));
                tokio::fs::create_dir_all(folder).await?;
                tokio::fs::write(&file, message.formatted()).await?;
                tracing::info!(
                    "no mail server is configured: a letter is in {}",
                    file.display()
                );
            }
        }
        Ok(())
    }

    fn message(&self, letter: &Due) -> Result<Message> {
        let to = letter.to.parse().context("the recipient's address")?;
        // The same at every try, so that a letter that was taken twice is shown once.
        let id = format!("<letter-{}@{}>", letter.id, self.from.email.domain());
        Ok(Message::builder()
            .message_id(Some(id))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())?)
    }
}

fn way(smtp_url: Option<&str>, data: &Path) -> Result<Way> {
    let Some(url) = smtp_url else {
        return Ok(Way::Folder(data.join("mail")));
    };
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .context("the mail server's address is not like smtps://user:password@host")?
        .timeout(Some(PATIENCE))
        .build();
    Ok(Way::Server(Box::new(server)))
}

/// `openplan@` the forum's own host. A host without a dot takes no mail, nor does a port.
fn sender(public_url: &str) -> String {
    let authority = public_url.split("://").nth(1).unwrap_or("localhost");
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return "openplan@localhost".into();
    }
    format!("openplan@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_from_the_forums_own_host() {
        assert_eq!(sender("https://plans.example"), "openplan@plans.example");
        assert_eq!(
            sender("http://plans.example:8080"),
            "openplan@plans.example"
        );
        assert_eq!(sender("http://127.0.0.1:3000"), "openplan@localhost");
        assert_eq!(sender("http://[::1]:3000"), "openplan@localhost");
    }
}
