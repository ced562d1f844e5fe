//! Everything that a browser is sent beside the pages, named by content and compressed, in
//! `target/site`, from where the server embeds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::bundle::Bundle;
use crate::workspace::{Workspace, read_if_present};

/// One file under the name that the sources call it by.
struct Asset {
    name: String,
    bytes: Vec<u8>,
}

/// Fills `target/site` and removes from it what no longer belongs there.
pub(crate) fn assemble(workspace: &Workspace, bundles: &[Bundle]) -> Result<()> {
    let folder = workspace.site();
    fs::create_dir_all(&folder)?;
    let mut manifest = BTreeMap::new();
    let mut wanted = BTreeSet::from(["manifest.json".to_owned()]);
    for mut asset in collect(workspace, bundles)? {
        point_at_hashed_names(&mut asset, &manifest);
        let hashed = hashed_name(&asset);
        wanted.extend(place(&folder, &hashed, &asset)?);
        manifest.insert(asset.name, hashed);
    }
    let manifest = serde_json::to_vec_pretty(&manifest)?;
    write_if_new(&folder.join("manifest.json"), &manifest)?;
    remove_others(&folder, &wanted)
}

/// All files, each after those that it refers to.
fn collect(workspace: &Workspace, bundles: &[Bundle]) -> Result<Vec<Asset>> {
    let mut assets = static_files(&workspace.root.join("app/static"))?;
    for bundle in bundles {
        assets.push(Asset {
            name: format!("{}.wasm", bundle.name),
            bytes: bundle.wasm.clone(),
        });
        assets.push(Asset {
            name: format!("{}.js", bundle.name),
            bytes: bundle.javascript.clone(),
        });
    }
    assets.push(Asset {
        name: "openplan.css".into(),
        bytes: styles(&workspace.root.join("app/styles"))?,
    });
    assets.push(Asset {
        name: "grid.js".into(),
        bytes: read(&workspace.root.join("frontend/grid.js"))?,
    });
    assets.push(Asset {
        name: "boot.js".into(),
        bytes: read(&workspace.root.join("frontend/boot.js"))?,
    });
    Ok(assets)
}

fn static_files(folder: &Path) -> Result<Vec<Asset>> {
    let files = sorted_files(folder)?.into_iter().map(|file| {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Asset {
            name,
            bytes: read(&file)?,
        })
    });
    files.collect()
}

/// The style sheets as one, in the order of their names.
fn styles(folder: &Path) -> Result<Vec<u8>> {
    let mut joined = Vec::new();
    for file in sorted_files(folder)? {
        if file.extension().is_some_and(|extension| extension == "css") {
            joined.extend(read(&file)?);
            joined.push(b'\n');
        }
    }
    Ok(joined)
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Turns `/assets/openplan.js` into `/assets/openplan.<hash>.js` in a text.
fn point_at_hashed_names(asset: &mut Asset, manifest: &BTreeMap<String, String>) {
    let Ok(text) = std::str::from_utf8(&asset.bytes) else {
        return;
    };
    let mut text = text.to_owned();
    for (name, hashed) in manifest {
        text = text.replace(&format!("/assets/{name}"), &format!("/assets/{hashed}"));
    }
    asset.bytes = text.into_bytes();
}

/// The name with the content's hash before its last dot.
fn hashed_name(asset: &Asset) -> String {
    let hash = &hash(&asset.bytes)[..16];
    match asset.name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{}.{hash}", asset.name),
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Writes a file and its compressed forms, unless they are there, and answers their names. What a
/// name holds never changes, so being there is enough.
fn place(folder: &Path, hashed: &str, asset: &Asset) -> Result<Vec<String>> {
    let names = if is_compressible(hashed) {
        vec![
            hashed.to_owned(),
            format!("{hashed}.br"),
            format!("{hashed}.gz"),
        ]
    } else {
        vec![hashed.to_owned()]
    };
    if names.iter().all(|name| folder.join(name).exists()) {
        return Ok(names);
    }
    write_if_new(&folder.join(hashed), &asset.bytes)?;
    if names.len() > 1 {
        let (brotli, gzip) = (brotli(&asset.bytes)?, gzip(&asset.bytes)?);
        write_if_new(&folder.join(&names[1]), &brotli)?;
        write_if_new(&folder.join(&names[2]), &gzip)?;
        eprintln!(
            "    {}: {} bytes, {} in brotli",
            asset.name,
            asset.bytes.len(),
            brotli.len()
        );
    }
    Ok(names)
}

fn is_compressible(name: &str) -> bool {
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
    matches!(
        extension,
        Some("css" | "js" | "json" | "svg" | "txt" | "wasm" | "webmanifest" | "xml")
    )
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Replaces a file in one step, so that neither an interrupted build nor a running server sees half
/// of it; leaves it alone when nothing changes, so that cargo sees no change either.
fn write_if_new(file: &Path, bytes: &[u8]) -> Result<()> {
    if read_if_present(file).as_deref() == Some(bytes) {
        return Ok(());
    }
    let unfinished = file.with_extension("unfinished");
    fs::write(&unfinished, bytes)
        .with_context(|| format!("{} cannot be written", unfinished.display()))?;
    fs::rename(&unfinished, file)?;
    Ok(())
}

fn remove_others(folder: &Path, wanted: &BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry
            .file_name()
            .to_str()
            .is_some_and(|name| wanted.contains(name))
        {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(name: &str, text: &str) -> Asset {
        Asset {
            name: name.into(),
            bytes: text.into(),
        }
    }

    #[test]
    fn the_hash_goes_before_the_extension_and_follows_the_content() {
        let (one, two) = (
            hashed_name(&asset("boot.js", "one")),
            hashed_name(&asset("boot.js", "two")),
        );
        assert!(
            one.starts_with("boot.")
                && Path::new(&one)
                    .extension()
                    .is_some_and(|extension| extension == "js")
        );
        assert_eq!(one.len(), "boot..js".len() + 16);
        assert_ne!(one, two);
    }

    #[test]
    fn references_follow_the_hashed_names() {
        let manifest = BTreeMap::from([("openplan.js".to_owned(), "openplan.12.js".to_owned())]);
        let mut boot = asset("boot.js", "import('/assets/openplan.js')");
        point_at_hashed_names(&mut boot, &manifest);
        assert_eq!(boot.bytes, b"import('/assets/openplan.12.js')");
    }

    #[test]
    fn bytes_that_are_not_text_stay_as_they_are() {
        let mut image = Asset {
            name: "a.png".into(),
            bytes: vec![0xff, 0xfe],
        };
        point_at_hashed_names(
            &mut image,
            &BTreeMap::from([("a".to_owned(), "b".to_owned())]),
        );
        assert_eq!(image.bytes, [0xff, 0xfe]);
    }
}
