//! The islands as WebAssembly, with the JavaScript that wasm-bindgen writes around it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::site::hash;
use crate::steps::run;
use crate::toolchain::{WASM_TARGET, add_wasm_target};
use crate::workspace::{Workspace, read_if_present};

/// What the compiler and wasm-bindgen made.
pub(crate) struct Bundle {
    pub(crate) javascript: Vec<u8>,
    pub(crate) wasm: Vec<u8>,
}

/// Compiles the islands, or takes what is there when nothing changed.
pub(crate) fn build(workspace: &Workspace) -> Result<Bundle> {
    check_versions(workspace)?;
    add_wasm_target()?;
    let compiled = compile(workspace)?;
    let folder = workspace.target.join("xtask/bundle");
    bind(&compiled, &folder)?;
    Ok(Bundle {
        javascript: fs::read(folder.join("openplan.js"))?,
        wasm: fs::read(folder.join("openplan_bg.wasm"))?,
    })
}

/// wasm-bindgen's two halves speak a private format that changes with every version.
fn check_versions(workspace: &Workspace) -> Result<()> {
    let library = workspace.locked_version("wasm-bindgen")?;
    let tool = workspace.locked_version("wasm-bindgen-cli-support")?;
    ensure!(
        library == tool,
        "wasm-bindgen is {library} but wasm-bindgen-cli-support is {tool}; they must be equal. Set both to the same \
         `=version` in the root Cargo.toml and run `cargo update -p wasm-bindgen -p wasm-bindgen-cli-support`."
    );
    Ok(())
}

fn compile(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args([
        "rustc",
        "--package",
        "frontend",
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    cargo.args(["--target", WASM_TARGET, "--profile", "browser"]);
    cargo.args(["--no-default-features", "--features", "hydrate"]);
    run(&mut cargo)?;
    Ok(workspace
        .target
        .join(WASM_TARGET)
        .join("browser/frontend.wasm"))
}

/// Runs wasm-bindgen when the compiled file is another than the last time.
fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    let source = hash(&fs::read(compiled)?);
    let stamp = folder.join("source");
    if read_if_present(&stamp).as_deref() == Some(source.as_bytes()) {
        return Ok(());
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("openplan")
        .web(true)?
        .typescript(false);
    bindgen
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(folder)?;
    fs::write(stamp, source)?;
    Ok(())
}
