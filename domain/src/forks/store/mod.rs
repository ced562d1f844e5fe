//! Forks in the database.

mod credit;
mod fork;
mod lineage;
mod places;
mod pull;

pub use credit::*;
pub use fork::*;
pub use lineage::*;
pub use places::*;
pub use pull::*;
