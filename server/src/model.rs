//! The sentence model that the operator named, if this program was built to run one.

use anyhow::Result;
use domain::search::Model;
use std::{path::Path, sync::Arc};

/// Loads the model in this folder.
///
/// # Errors
/// When the folder holds none that can be used, or this program cannot run one.
#[cfg(feature = "model")]
pub fn open(folder: &Path) -> Result<Arc<dyn Model>> {
    use anyhow::Context;
    // One thread: pages and searches have the rest of the machine.
    let model = ::model::Model::open(folder, 1).with_context(|| {
        format!(
            "the sentence model in {} cannot be used; `cargo xtask model` fetches one that can",
            folder.display()
        )
    })?;
    Ok(Arc::new(running::Running(model)))
}

/// Says how to get a program that can.
///
/// # Errors
/// Always.
#[cfg(not(feature = "model"))]
pub fn open(folder: &Path) -> Result<Arc<dyn Model>> {
    anyhow::bail!(
        "this program was built without what runs a sentence model, and cannot use the one in {}: build it with \
         `cargo xtask build --release`, or `cargo build --features server/model`",
        folder.display()
    )
}

#[cfg(feature = "model")]
mod running {
    use domain::{broken::Broken, search};

    #[derive(Debug)]
    pub(super) struct Running(pub(super) ::model::Model);

    impl search::Model for Running {
        fn name(&self) -> &str {
            self.0.name()
        }

        fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Broken> {
            let vectors = self.0.vectors(texts);
            vectors.map_err(|error| Broken::internal(error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_model_is_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = format!("{:#}", open(folder.path()).expect_err("it is empty"));
        let path = folder.path().display().to_string();
        assert!(error.contains(&path) && error.contains("cargo"), "{error}");
        if cfg!(feature = "model") {
            assert!(error.contains("config.json cannot be read"), "{error}");
        }
    }
}
