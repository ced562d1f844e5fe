//! The folder of the browser bundle must exist for the server to compile, be it empty.

fn main() -> std::io::Result<()> {
    let site = "../target/site";
    std::fs::create_dir_all(site)?;
    println!("cargo::rerun-if-changed=build.rs");
    // Only an optimised build holds the files; any other reads them when they are asked for.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={site}");
    }
    Ok(())
}
