//! The islands as WebAssembly, with the JavaScript that wasm-bindgen writes around it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::site::hash;
use crate::steps::run;
use crate::toolchain::{WASM_TARGET, add_wasm_target};
use crate::workspace::{Workspace, read_if_present};

/// What the compiler and wasm-bindgen made of a package.
pub(crate) struct Bundle {
    pub(crate) name: &'static str,
    pub(crate) javascript: Vec<u8>,
    pub(crate) wasm: Vec<u8>,
}

/// The packages that run in a browser, with their features and the name that pages know them by. What a page needs only
/// now and then is one of its own, for a bundle is fetched whole.
const PACKAGES: [(&str, &[&str], &str); 2] = [
    (
        "frontend",
        &["--no-default-features", "--features", "hydrate"],
        "openplan",
    ),
    ("sums", &[], "sums"),
];

/// Compiles what runs in the browser, or takes what is there when nothing changed.
pub(crate) fn build(workspace: &Workspace) -> Result<Vec<Bundle>> {
    check_versions(workspace)?;
    add_wasm_target()?;
    let bundles = PACKAGES.map(|(package, features, name)| {
        let compiled = compile(workspace, package, features)?;
        let folder = workspace.target.join("xtask/bundle").join(name);
        bind(&compiled, &folder, name)?;
        Ok(Bundle {
            name,
            javascript: fs::read(folder.join(format!("{name}.js")))?,
            wasm: fs::read(folder.join(format!("{name}_bg.wasm")))?,
        })
    });
    bundles.into_iter().collect()
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

fn compile(workspace: &Workspace, package: &str, features: &[&str]) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args([
        "rustc",
        "--package",
        package,
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    cargo.args(["--target", WASM_TARGET, "--profile", "browser"]);
    cargo.args(features);
    run(&mut cargo)?;
    Ok(workspace
        .target
        .join(WASM_TARGET)
        .join(format!("browser/{package}.wasm")))
}

/// Runs wasm-bindgen when the compiled file is another than the last time.
fn bind(compiled: &Path, folder: &Path, name: &str) -> Result<()> {
    let source = hash(&fs::read(compiled)?);
    let stamp = folder.join("source");
    if read_if_present(&stamp).as_deref() == Some(source.as_bytes()) {
        return Ok(());
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(name)
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
