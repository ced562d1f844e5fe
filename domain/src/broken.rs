//! What nobody outside can mend: the database is gone, a disk is full, an invariant does not hold.

use std::fmt;

/// An internal failure. Its text is for the operator's log, never for a visitor.
#[derive(Debug)]
pub struct Broken(Box<dyn std::error::Error + Send + Sync>);

impl Broken {
    /// A failure that has no error of its own.
    pub fn internal(what: impl Into<String>) -> Self {
        Self(what.into().into())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

macro_rules! broken_by {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Broken {
            fn from(error: $error) -> Self {
                Self(Box::new(error))
            }
        }
    )+};
}

broken_by!(
    sea_orm::DbErr,
    serde_json::Error,
    toml::ser::Error,
    tokio::task::JoinError,
    argon2::password_hash::Error,
    std::io::Error,
    tantivy::TantivyError,
    tantivy::directory::error::OpenReadError,
);

/// Lets `?` turn a database's or a library's error into an operation's `Broken` case.
macro_rules! breaks {
    ($($operation:ty),+ $(,)?) => {$(
        impl<E: Into<$crate::broken::Broken>> From<E> for $operation {
            fn from(error: E) -> Self {
                Self::Broken(error.into())
            }
        }
    )+};
}
pub(crate) use breaks;

/// Why an act could not begin.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The account may not act any more.
    Suspended,
    /// The database failed.
    Broken(Broken),
}

breaks!(Refused);

/// As `breaks!`, for an operation by a member, which has a `Suspended` case as well.
macro_rules! acts {
    ($($operation:ty),+ $(,)?) => {
        $crate::broken::breaks!($($operation),+);
        $(
            impl From<$crate::broken::Refused> for $operation {
                fn from(refused: $crate::broken::Refused) -> Self {
                    match refused {
                        $crate::broken::Refused::Suspended => Self::Suspended,
                        $crate::broken::Refused::Broken(broken) => Self::Broken(broken),
                    }
                }
            }
        )+
    };
}
pub(crate) use acts;
