//! What people see: one handler and one view for each page, loaded through `domain` and rendered
//! once, synchronously. Never compiled to wasm; what reacts in a browser is in `frontend`.

pub mod assets;
pub mod failure;
pub mod forms;
pub mod numbers;
pub mod plans;
pub mod render;
pub mod routes;
pub mod shell;
pub mod site;
pub mod time;
pub mod visit;
