//! Copies the templates for `include_dir`, which embeds them, with what is read of them in each run in a quicker form.
//!
//! `pattern.toml`, `stack.toml` and `types.toml` become JSON under the same names: a fifth of the work to parse. A change
//! of the templates is seen on rebuild; `include_dir` alone does not notice added files.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script copies the files that it embeds"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    println!("cargo::rerun-if-changed=templates");
    let into = PathBuf::from(env::var("OUT_DIR")?).join("templates");
    if into.exists() {
        fs::remove_dir_all(&into)?;
    }
    copy(Path::new("templates"), &into, 0)
}

/// Copies the directory `from`, which is `depth` below the templates.
fn copy(from: &Path, into: &Path, depth: usize) -> Outcome {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, into) = (entry.path(), into.join(entry.file_name()));
        // What stands deeper is a template of its own: a TOML file that is stamped.
        if entry.file_type()?.is_dir() {
            copy(&from, &into, depth + 1)?;
        } else if depth <= 2 && from.extension().is_some_and(|end| end == "toml") {
            let table: toml::Table = fs::read_to_string(&from)?.parse()?;
            fs::write(into, serde_json::to_string(&table)?)?;
        } else {
            fs::copy(from, into)?;
        }
    }
    Ok(())
}
