use crate::broken::Broken;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;

/// Hashing takes 19 MiB and 25 ms of one core each: more than a few at once would starve the pages.
const AT_ONCE: usize = 4;

/// Passwords, hashed by argon2id (19 MiB, two passes, one lane) on blocking threads.
#[derive(Debug)]
pub(crate) struct Passwords {
    gate: Arc<Semaphore>,
    done: AtomicU64,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            gate: Arc::new(Semaphore::new(AT_ONCE)),
            done: AtomicU64::new(0),
        }
    }

    /// How often a password was hashed, to be kept or to be compared.
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// The hash of a password under this salt, as a PHC string.
    pub(crate) async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, Broken> {
        self.blocking(move || {
            let hash = argon2id().hash_password_with_salt(password.as_bytes(), &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password is the one of this hash. Without a hash it says no and takes as long,
    /// so that nobody learns which accounts exist.
    pub(crate) async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Broken> {
        self.blocking(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| nobodys_hash().to_owned());
            let parsed = PasswordHash::new(&hash)
                .map_err(|error| Broken::internal(format!("a stored password hash: {error}")))?;
            let right = argon2id()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok();
            Ok(known && right)
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Broken> + Send + 'static,
    ) -> Result<T, Broken> {
        self.done.fetch_add(1, Ordering::Relaxed);
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(|_| Broken::internal("the gate before password hashing is closed"))?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await?
    }
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn nobodys_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        argon2id()
            .hash_password_with_salt(b"nobody's password", &[0; 16])
            .expect("a fixed password can be hashed")
            .to_string()
    })
}
