//! Where a request comes from.

use super::Around;
use crate::{listener::Peer, settings::Network};
use app::client::ClientAddress;
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::{net::IpAddr, sync::Arc};

/// Notes the client's address for the handlers.
pub(super) async fn find(
    State(around): State<Arc<Around>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(Peer(peer)) = request.extensions().get::<Peer>() {
        let trusted = &around.settings.trusted_proxies;
        let address = client(peer.ip().to_canonical(), request.headers(), trusted);
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// The socket's address, unless that is a trusted proxy: then the right-most hop that is not one.
/// Whatever stands further left was written by the client itself.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    if !is_trusted(peer) {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in hops.into_iter().rev() {
        let Some(address) = parse_hop(hop.trim()) else {
            return nearest;
        };
        nearest = address;
        if !is_trusted(address) {
            return address;
        }
    }
    nearest
}

/// Some proxies add the port.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let with_port = || {
        hop.parse::<std::net::SocketAddr>()
            .map(|socket| socket.ip())
    };
    let address: IpAddr = hop.parse().or_else(|_| with_port()).ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(peer: &str, forwarded: &[&str]) -> String {
        let trusted: Network = "10.0.0.0/8".parse().expect("a network");
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        client(peer.parse().expect("an address"), &headers, &[trusted]).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed_about_its_address() {
        assert_eq!(found("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn behind_a_proxy_the_right_most_stranger_counts() {
        assert_eq!(
            found("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.2"]),
            "198.51.100.7"
        );
        assert_eq!(
            found("10.0.0.1", &["203.0.113.9", "198.51.100.7:4711"]),
            "198.51.100.7"
        );
    }

    #[test]
    fn nonsense_ends_the_chain_at_the_last_good_hop() {
        assert_eq!(found("10.0.0.1", &["203.0.113.9, unknown"]), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &[]), "10.0.0.1");
    }
}
