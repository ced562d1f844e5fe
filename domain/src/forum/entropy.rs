use rand::{Rng, SeedableRng, TryRng, rngs::StdRng, rngs::SysRng};
use std::{fmt, sync::Mutex};

/// Where the forum gets its chance from: the machine, or a seed for tests and benchmarks.
pub enum Entropy {
    /// The operating system's generator.
    System,
    /// The same bytes for the same seed.
    Seeded(Box<Mutex<StdRng>>),
}

impl Entropy {
    /// A generator that repeats itself.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Box::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many unpredictable bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => SysRng
                .try_fill_bytes(&mut bytes)
                .expect("the operating system has random bytes"),
            Self::Seeded(generator) => generator
                .lock()
                .expect("no holder of this lock can panic")
                .fill_bytes(&mut bytes),
        }
        bytes
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "Entropy::System",
            Self::Seeded(_) => "Entropy::Seeded",
        })
    }
}
