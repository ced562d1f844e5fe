//! Forks in the database.

mod credit;
mod fork;
mod import;
mod lineage;
mod places;
mod pull;

pub use credit::*;
pub use fork::*;
pub use import::*;
pub use lineage::*;
pub use places::*;
pub use pull::*;
