//! Where a request comes from.

use axum::{extract::FromRequestParts, http::request::Parts};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
};

/// The address of whoever asks, as the server has worked it out from the connection and from the
/// proxies it trusts. Handlers take it as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What limits count by: a single IPv4 address, or the IPv6 network that one subscriber has.
    #[must_use]
    pub fn counted(self) -> IpAddr {
        const SUBSCRIBER: u128 = !0 << 64;
        match self.0.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() & SUBSCRIBER).into()),
            address @ IpAddr::V4(_) => address,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Without a connection, as in a test, everybody is the same nobody.
        let nobody = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(parts.extensions.get().copied().unwrap_or(nobody))
    }
}

#[cfg(test)]
mod tests {
    use super::ClientAddress;

    fn counted(address: &str) -> String {
        let address = address.parse().expect("an address");
        ClientAddress(address).counted().to_string()
    }

    #[test]
    fn one_subscriber_counts_once() {
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("192.0.2.7"), "192.0.2.7");
    }
}
