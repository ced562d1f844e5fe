//! The folder of the browser bundle must exist for the server to compile, be it empty.

fn main() -> std::io::Result<()> {
    let site = "../target/site";
    std::fs::create_dir_all(site)?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={site}");
    Ok(())
}
