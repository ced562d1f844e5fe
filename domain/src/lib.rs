//! The forum without the web: its types and rules, and behind the feature `store` its tables and transactions.

pub mod money;
pub mod numbers;
