//! Finds a Python that can make the environment.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// Names a Python, instead of the first good one in PATH; a change of it makes the environment
/// anew.
pub const VARIABLE: &str = "PATGEN_TEST_PYTHON";

const NAMES: [&str; 5] = [
    "python3.13",
    "python3.12",
    "python3.11",
    "python3",
    "python",
];

/// Prints where the interpreter is (a name in PATH may be a shim), or why it does not do.
const QUESTION: &str = "
import sys
if sys.version_info < (3, 11):
    sys.exit('is %d.%d' % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    sys.exit('is without `ensurepip` (on Debian and Ubuntu: apt install python3-venv)')
print(sys.executable)
";

/// The interpreter to build with: the one that is asked for, or the first that answers well.
pub fn find() -> Result<PathBuf> {
    if let Some(wanted) = env::var_os(VARIABLE) {
        let wanted = PathBuf::from(wanted);
        return ask(&wanted).map_err(|why| format!("{VARIABLE}: `{}` {why}", wanted.display()));
    }
    let mut refused = Vec::new();
    for name in NAMES {
        match ask(Path::new(name)) {
            Ok(python) => return Ok(python),
            Err(why) => refused.push(format!("`{name}` {why}")),
        }
    }
    Err(format!(
        "Python 3.11 or newer with `venv` must be in PATH, or named in {VARIABLE}:\n  {}",
        refused.join("\n  ")
    ))
}

fn ask(python: &Path) -> Result<PathBuf> {
    let asked = Command::new(python)
        .args(["-I", "-c", QUESTION])
        .stdin(Stdio::null())
        .output();
    let answer = asked.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "is not there".to_owned(),
        _ => format!("cannot be run: {error}"),
    })?;
    if answer.status.success() {
        return Ok(PathBuf::from(
            String::from_utf8_lossy(&answer.stdout).trim(),
        ));
    }
    let said = String::from_utf8_lossy(&answer.stderr);
    Err(said.lines().next().unwrap_or("does not run").to_owned())
}
