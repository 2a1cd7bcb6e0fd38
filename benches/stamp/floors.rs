//! The programs that patgen is measured against: examples of this package, built here and in no other build.

use std::io::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Outcome;

/// The program under measure.
pub(crate) const PATGEN: &str = env!("CARGO_BIN_EXE_patgen");

/// Where the programs are.
pub(crate) struct Floors {
    /// A program with clap that greets.
    pub(crate) hello: PathBuf,
    /// Writes or renders.
    pub(crate) floor: PathBuf,
    /// Tells the peak of another's memory.
    pub(crate) peak: PathBuf,
}

impl Floors {
    /// Builds them with the profile of the bench, beside the program under measure.
    pub(crate) fn build() -> Outcome<Self> {
        let profile = Path::new(PATGEN).parent().unwrap_or(Path::new("."));
        let target = profile.parent().unwrap_or(profile);
        let built = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--quiet", "--profile", "bench", "--target-dir"])
            .arg(target)
            .args([
                "--example",
                "hello",
                "--example",
                "floor",
                "--example",
                "peak",
            ])
            .status()?;
        if !built.success() {
            return Err(Error::other("the floors could not be built"));
        }
        let example = |name: &str| {
            profile
                .join("examples")
                .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
        };
        Ok(Self {
            hello: example("hello"),
            floor: example("floor"),
            peak: example("peak"),
        })
    }
}
