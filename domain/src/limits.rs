//! How often something may be tried, counted in the database and so by all processes together.
//!
//! The generic cell rate algorithm: of each limited thing only the moment is kept at which it would
//! have been used up evenly (ITU-T I.371, its "virtual scheduling" form). One row, one statement.

use crate::{
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::{Forum, Write},
    hash::Hash,
    tables::attempts,
};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use std::net::IpAddr;

/// So many at once, and then one in each interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    burst: i64,
    interval: i64,
}

impl Rate {
    /// So many at once, and then one in each interval of so many microseconds.
    #[must_use]
    pub const fn new(burst: i64, interval: i64) -> Self {
        Self { burst, interval }
    }
}

/// Why something may not be tried now.
#[derive(Debug, thiserror::Error)]
pub enum LimitError {
    /// Too often.
    #[error("tried too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(LimitError);

/// That somebody has to wait, in words for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct Wait {
    /// After so many seconds it may be tried again.
    pub seconds: u64,
    /// What they may, when again, and what ends the limit.
    pub words: String,
}

/// Lets `?` turn a limit into an operation's `Limited` case.
macro_rules! limited {
    ($($operation:ty),+ $(,)?) => {$(
        impl From<$crate::limits::LimitError> for $operation {
            fn from(error: $crate::limits::LimitError) -> Self {
                match error {
                    $crate::limits::LimitError::Limited { retry_after } => Self::Limited { retry_after },
                    $crate::limits::LimitError::Broken(broken) => Self::Broken(broken),
                }
            }
        }
    )+};
}
pub(crate) use limited;

/// Notes an attempt at something, such as `sign-in:account:12`, and says whether it may go ahead.
/// A refused attempt costs nothing, so whoever waits as told is let in. The name is kept hashed.
///
/// # Errors
/// When it was tried too often, or the database fails.
pub async fn take(forum: &Forum, what: &str, rate: Rate) -> Result<(), LimitError> {
    if !forum.policy().limits {
        return Ok(());
    }
    let subject = Hash::of(&[what.as_bytes()]).to_hex();
    let write = forum.write().await?;
    let latest = write.now().plus((rate.burst - 1) * rate.interval);
    if admit(&write, &subject, rate, latest).await? {
        return Ok(write.commit().await?);
    }
    let arrival = attempts::Entity::find_by_id(subject)
        .one(write.tx())
        .await?
        .map_or(latest, |row| row.arrival);
    let seconds = arrival.since(latest).max(1).div_euclid(Timestamp::SECOND) + 1;
    Err(LimitError::Limited {
        retry_after: seconds.unsigned_abs(),
    })
}

async fn admit(
    write: &Write,
    subject: &str,
    rate: Rate,
    latest: Timestamp,
) -> Result<bool, Broken> {
    let sql = "INSERT INTO attempts (subject, arrival) VALUES ($1, $2) \
        ON CONFLICT (subject) DO UPDATE SET arrival = $3 + \
        CASE WHEN attempts.arrival > $4 THEN attempts.arrival ELSE $4 END \
        WHERE attempts.arrival <= $5";
    let values = [
        subject.into(),
        write.now().plus(rate.interval).0.into(),
        rate.interval.into(),
        write.now().0.into(),
        latest.0.into(),
    ];
    let backend = write.tx().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(write.tx().execute_raw(statement).await?.rows_affected() == 1)
}

/// What is counted for an address: an IPv4 address, or an IPv6 network of 64 bits, of which every
/// customer has at least one and as many addresses as they like.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn one_customer_is_one_network() {
        let of = |address: &str| network(address.parse().expect("an address"));
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::"), of("2001:db8:1:3::"));
    }
}
