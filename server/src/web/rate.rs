//! How often an address may ask.

use app::client::ClientAddress;
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};
use std::{net::IpAddr, num::NonZeroU32, time::Duration};

/// So many requests a second in the long run …
const PER_SECOND: NonZeroU32 = NonZeroU32::new(50).expect("it is not zero");
/// … and so many at once: a page with everything on it is a dozen.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(600).expect("it is not zero");

/// How often each address has asked lately.
#[derive(Debug)]
pub struct Rates {
    limiter: RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock>,
}

impl Default for Rates {
    /// Nobody has asked yet.
    fn default() -> Self {
        Self {
            limiter: RateLimiter::keyed(Quota::per_second(PER_SECOND).allow_burst(AT_ONCE)),
        }
    }
}

impl Rates {
    /// Counts a request; answers how long to wait when it is one too many.
    pub(super) fn count(&self, client: ClientAddress) -> Option<Duration> {
        let too_early = self.limiter.check_key(&client.counted()).err()?;
        Some(too_early.wait_time_from(self.limiter.clock().now()))
    }

    /// Forgets who has not asked for a while.
    pub(crate) fn forget(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_slowed_down_and_others_are_not() {
        let rates = Rates::default();
        let greedy = ClientAddress([192, 0, 2, 1].into());
        let refused = (0..1000).find_map(|_| rates.count(greedy));
        assert!(refused.is_some_and(|wait| wait <= Duration::from_secs(1)));
        assert_eq!(rates.count(ClientAddress([192, 0, 2, 2].into())), None);
    }
}
