//! SHA-256 hashes of contents and of the log's entries.

use crate::broken::Broken;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{fmt, fmt::Write as _};

/// A SHA-256 hash; lower-case hexadecimal as text, 32 bytes in the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the log's first entry.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of these parts, one after the other.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The hash of a content under its salt. Without a salt, the hash of an erased "yes" would
    /// tell what had been said.
    ///
    /// # Errors
    /// When the content is not expressible in canonical JSON.
    pub fn of_content(salt: &[u8], content: &impl Serialize) -> Result<Self, Broken> {
        let canonical = serde_json_canonicalizer::to_vec(content)?;
        Ok(Self::of(&[salt, &canonical]))
    }

    /// From a stored column.
    ///
    /// # Errors
    /// When it is not 32 bytes long.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| Broken::internal("a stored hash is not 32 bytes long"))
    }

    /// From 64 letters of hexadecimal.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits: Vec<u8> = hex
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| digit.try_into().ok()))
            .collect::<Option<_>>()?;
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = pair[0] * 16 + pair[1];
        }
        Some(Self(bytes))
    }

    /// As stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As stored.
    #[must_use]
    pub fn to_vec(self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Lower-case hexadecimal, 64 letters.
    #[must_use]
    pub fn to_hex(self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.0 {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl From<Hash> for serde_json::Value {
    fn from(hash: Hash) -> Self {
        Self::String(hash.to_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn a_hash_is_read_as_it_was_written() {
        let hash = Hash::of(&[b"openplan"]);
        assert_eq!(Hash::from_hex(&hash.to_hex()), Some(hash));
        for wrong in ["", "0g", &hash.to_hex()[1..], &"é".repeat(64)] {
            assert_eq!(Hash::from_hex(wrong), None, "{wrong}");
        }
    }
}
