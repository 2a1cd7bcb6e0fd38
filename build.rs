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
    if may_be_fixed() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let into = PathBuf::from(env::var("OUT_DIR")?).join("templates");
    if into.exists() {
        fs::remove_dir_all(&into)?;
    }
    copy(Path::new("templates"), &into, 0)
}

/// Whether the program can be linked for a fixed address. Then the pointers in its tables (parse tables, embedded files:
/// more than twenty thousand) are right as they stand in the file, and no start has to adjust them and copy their pages.
/// The price is that the program's own code has a known place in memory; libraries, heap and stacks have none.
///
/// Not where all is linked statically: such a program would not start.
fn may_be_fixed() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let features = env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !is_static
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
