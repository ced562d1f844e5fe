//! What an operator decides, by flag, by environment or in a TOML file; the first of them that says
//! something counts.

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use domain::{
    accounts::{Newcomers, Registration},
    forum::Policy,
};
use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// What has been said; the names are the same in the file.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Given {
    /// Where to listen; port 0 takes any that is free. [default: 127.0.0.1:3000]
    #[arg(long, env = "OPENPLAN_LISTEN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// Where the world reaches the forum. [default: http:// and where it listens]
    #[arg(long, env = "OPENPLAN_PUBLIC_URL", value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// The forum's name. [default: Openplan]
    #[arg(long, env = "OPENPLAN_NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who may sign up: open, invite, application (a moderator reads why first) or closed. [default: open]
    #[arg(long, env = "OPENPLAN_REGISTRATION")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// The server that takes the forum's mail, as `smtps://user:password@host` or
    /// `smtp://host:587?tls=required`; without it letters are written to `mail/` in the data folder.
    #[arg(
        long,
        env = "OPENPLAN_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<String>,
    /// Whom the forum's mail is from. [default: openplan at the public URL's host]
    #[arg(long, env = "OPENPLAN_SMTP_FROM", value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_from: Option<String>,
    /// Proxies whose X-Forwarded-For is believed, as addresses or networks with commas between.
    #[arg(
        long,
        env = "OPENPLAN_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "NETWORKS"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<Vec<Network>>,
    /// From where else than this machine /metrics may be read.
    #[arg(
        long,
        env = "OPENPLAN_METRICS_FROM",
        value_delimiter = ',',
        value_name = "NETWORKS"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_from: Option<Vec<Network>>,
    /// Whether requests and attempts are limited; `off` only where nobody else can reach the
    /// forum. [default: on]
    #[arg(long, env = "OPENPLAN_LIMITS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// By how many reports of people who never reported anything before a plan or a comment is held
    /// until a moderator has looked; whoever was right before counts more, up to twice. 0: never.
    /// [default: 3]
    #[arg(long, env = "OPENPLAN_HOLD_AT", value_name = "REPORTS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_at: Option<u32>,
    /// What new accounts may until they are known: `off` to let them do what everybody may, or what is to be
    /// otherwise than `days=7,accepted=3,plans=10,comments=40,links=5,plan-links=20,mentions=5`. An account
    /// is new for so many days, or until so many contributions were accepted: a favorite, an accepted
    /// suggestion, and five votes count one each. Plans and comments are for an hour, links and mentions
    /// for one text.
    #[arg(long, env = "OPENPLAN_NEWCOMERS", value_name = "LIMITS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newcomers: Option<NewAccounts>,
    /// Hold what new accounts post until a moderator has looked.
    #[arg(long, env = "OPENPLAN_PREMODERATE", num_args = 0..=1, default_missing_value = "true")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premoderate: Option<bool>,
    /// The folder of a sentence model that reads plans whole, so that similar ones are found better;
    /// `cargo xtask model` fetches one.
    #[arg(long, env = "OPENPLAN_MODEL", value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<PathBuf>,
    /// Load the sample forum into a database that is empty.
    #[arg(long, env = "OPENPLAN_SAMPLE", num_args = 0..=1, default_missing_value = "true")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<bool>,
}

/// Whether requests and attempts are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Limits {
    /// As everywhere.
    On,
    /// For measuring.
    Off,
}

/// What new accounts may, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NewAccounts(Option<Newcomers>);

impl std::str::FromStr for NewAccounts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "off" => Ok(Self(None)),
            limits => limits.parse().map(|limits| Self(Some(limits))),
        }
    }
}

impl TryFrom<String> for NewAccounts {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<NewAccounts> for String {
    fn from(accounts: NewAccounts) -> Self {
        accounts
            .0
            .map_or_else(|| "off".into(), |limits| limits.to_string())
    }
}

/// An address or a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

impl Network {
    /// Whether the address is in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse()
            .or_else(|_| address())
            .map(Self)
            .map_err(|_| format!("“{text}” is neither an address nor a network"))
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.0.to_string()
    }
}

/// Everything decided.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the world reaches the forum, when it was said.
    pub public_url: Option<String>,
    /// The forum's name.
    pub name: String,
    /// Who may sign up.
    pub registration: Registration,
    /// The server that takes mail.
    pub smtp_url: Option<String>,
    /// Whom mail is from, when it was said.
    pub smtp_from: Option<String>,
    /// Proxies whose word on the client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// From where else than this machine the measurements may be read.
    pub metrics_from: Vec<Network>,
    /// Whether requests and attempts are limited.
    pub limits: bool,
    /// By how many reports of newcomers something is held; never when 0.
    pub hold_at: u32,
    /// What new accounts may, when that is less than others may.
    pub newcomers: Option<Newcomers>,
    /// Whether what new accounts post is held until a moderator has looked.
    pub premoderate: bool,
    /// Where the sentence model is that reads plans, when there is one.
    pub model: Option<PathBuf>,
    /// Whether an empty database gets the sample forum.
    pub sample: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000),
            public_url: None,
            name: Policy::default().name,
            registration: Registration::Open,
            smtp_url: None,
            smtp_from: None,
            trusted_proxies: Vec::new(),
            metrics_from: Vec::new(),
            limits: true,
            hold_at: 3,
            newcomers: Some(Newcomers::default()),
            premoderate: false,
            model: None,
            sample: false,
        }
    }
}

impl Given {
    /// Fills in what was not said from the file, if there is one, and from the defaults.
    ///
    /// # Errors
    /// When the file cannot be read, or the limits are switched off where others can reach the forum.
    pub fn settle(&self, file: Option<&PathBuf>) -> Result<Settings> {
        let mut figment = Figment::new();
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let given: Self = figment
            .merge(Serialized::defaults(self))
            .extract()
            .context("the configuration cannot be read")?;
        given.with_defaults()
    }

    fn with_defaults(self) -> Result<Settings> {
        let otherwise = Settings::default();
        let settings = Settings {
            listen: self.listen.unwrap_or(otherwise.listen),
            public_url: self.public_url.as_deref().map(clean_url).transpose()?,
            name: self.name.unwrap_or(otherwise.name),
            registration: self.registration.unwrap_or(otherwise.registration),
            smtp_url: self.smtp_url,
            smtp_from: self.smtp_from,
            trusted_proxies: self.trusted_proxies.unwrap_or_default(),
            metrics_from: self.metrics_from.unwrap_or_default(),
            limits: self.limits != Some(Limits::Off),
            hold_at: self.hold_at.unwrap_or(otherwise.hold_at),
            newcomers: match self.newcomers {
                Some(NewAccounts(newcomers)) => newcomers,
                None => otherwise.newcomers,
            },
            premoderate: self.premoderate.unwrap_or(otherwise.premoderate),
            model: self.model,
            sample: self.sample.unwrap_or(false),
        };
        if !settings.limits && !settings.listen.ip().is_loopback() {
            bail!(
                "limits can be switched off only when listening on this machine alone, not on {}",
                settings.listen
            );
        }
        Ok(settings)
    }
}

fn clean_url(url: &str) -> Result<String> {
    let url = url.trim_end_matches('/');
    let known = url.starts_with("https://") || url.starts_with("http://");
    let Ok(parsed) = url.parse::<axum::http::Uri>() else {
        bail!("“{url}” is not an address");
    };
    if !known || parsed.authority().is_none() || parsed.path().len() > 1 {
        bail!("“{url}” is not like https://plans.example.org, without a path");
    }
    Ok(url.to_owned())
}

impl Settings {
    /// The forum's policy, served from this address.
    #[must_use]
    pub fn policy(&self, listening: SocketAddr) -> Policy {
        Policy {
            name: self.name.clone(),
            public_url: self
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{listening}")),
            registration: self.registration,
            newcomers: self.newcomers,
            premoderate: self.premoderate,
            limits: self.limits,
            hold_at: match self.hold_at {
                0 => i64::MAX,
                reports => i64::from(reports) * domain::moderation::trust(0, 0),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(toml: &str, given: &Given) -> Result<Settings> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("openplan.toml");
        std::fs::write(&file, toml).expect("the file is written");
        given.settle(Some(&file))
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let given = Given {
            name: Some("By flag".into()),
            ..Given::default()
        };
        let settings = settle(
            "name = \"By file\"\nregistration = \"invite\"\ntrusted-proxies = [\"10.0.0.0/8\"]\nmodel = \"data/model\"",
            &given,
        )
        .expect("it is valid");
        assert_eq!(settings.name, "By flag");
        assert_eq!(settings.registration, Registration::Invite);
        assert!(settings.trusted_proxies[0].holds([10, 1, 2, 3].into()));
        assert!(settings.limits);
        assert_eq!(settings.model, Some("data/model".into()));
    }

    #[test]
    fn a_word_that_the_file_misspells_is_told() {
        let error = settle("nmae = \"x\"", &Given::default()).expect_err("it is unknown");
        assert!(format!("{error:#}").contains("nmae"), "{error:#}");
    }

    #[test]
    fn limits_go_off_on_this_machine_only() {
        let given = |listen: &str| Given {
            listen: listen.parse().ok(),
            limits: Some(Limits::Off),
            ..Given::default()
        };
        assert!(!given("127.0.0.1:0").settle(None).expect("loopback").limits);
        assert!(given("0.0.0.0:80").settle(None).is_err());
    }

    #[test]
    fn what_new_accounts_may_is_set_or_switched_off() {
        let newcomers = |toml: &str| settle(toml, &Given::default()).map(|all| all.newcomers);
        assert_eq!(newcomers("").ok(), Some(Some(Newcomers::default())));
        assert_eq!(newcomers("newcomers = \"off\"").ok(), Some(None));
        let longer = newcomers("newcomers = \"days=30\"").expect("it is read");
        assert_eq!(longer.map(|limits| limits.days), Some(30));
        let error = newcomers("newcomers = \"weeks=1\"").expect_err("it is unknown");
        assert!(format!("{error:#}").contains("weeks"), "{error:#}");
    }

    #[test]
    fn a_public_url_loses_its_last_slash_and_has_no_path() {
        assert_eq!(
            clean_url("https://a.example/").ok(),
            Some("https://a.example".into())
        );
        for wrong in ["a.example", "ftp://a.example", "https://a.example/forum"] {
            assert!(clean_url(wrong).is_err(), "{wrong}");
        }
    }
}
