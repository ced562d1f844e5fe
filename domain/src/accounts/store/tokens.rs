//! One-time and session tokens: 256 bits of chance, of which only a hash is stored.

use crate::{forum::Forum, hash::Hash};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

/// A token as its owner gets it, once: 43 letters that fit into an address and a cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub(super) fn fresh(forum: &Forum) -> Self {
        Self(URL_SAFE_NO_PAD.encode(forum.entropy().bytes::<32>()))
    }

    /// The token itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> Vec<u8> {
        token_hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What is stored of a token: enough to know it again, not enough to use it.
pub(super) fn token_hash(token: &str) -> Vec<u8> {
    Hash::of(&[token.as_bytes()]).to_vec()
}
