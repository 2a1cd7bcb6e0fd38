//! The Python tools that stamped code is checked with, installed once under the target directory.
//!
//! `requirements.txt` pins all of them. In this directory it is made anew by
//!
//! ```text
//! uv pip compile --upgrade --universal --python-version 3.11 --no-header --no-annotate \
//!     requirements.in -o requirements.txt
//! ```
//!
//! What projects of yesterday are checked with, Pydantic 1 among it, is installed beside it from `requirements-old.txt`,
//! made likewise from `requirements-old.in` without `--upgrade`.
//!
//! Only the preparation uses the network and the settings of the person who runs the tests.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::Result;
use crate::place;
use crate::python;
use crate::task::{LIMIT, Task, words};
use crate::warm::{self, Warm};

const REQUIREMENTS: &str = include_str!("requirements.txt");
const OLD_REQUIREMENTS: &str = include_str!("requirements-old.txt");
const OLD_NAME: &str = "stamped-env-old";

/// Variables that would turn an installation away from the environment.
const MISLEADING: [&str; 9] = [
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
];

pub struct Environment {
    pub python: PathBuf,
    /// Where its programs are.
    pub bin: PathBuf,
    base: PathBuf,
    warm: OnceLock<Result<Warm>>,
    /// Shared while in use, so that no other test process can rebuild it under us.
    _lock: File,
}

impl Environment {
    /// The directory that the packages are installed in.
    pub fn packages(&self) -> Result<PathBuf> {
        let lib = self.base.join("venv/lib");
        let listed = fs::read_dir(&lib)
            .map_err(|error| format!("cannot list {}: {error}", lib.display()))?;
        let mut places = listed
            .flatten()
            .map(|entry| entry.path().join("site-packages"));
        let found = places.find(|path| path.is_dir());
        found.ok_or_else(|| {
            format!(
                "no packages in {}: remove {}",
                lib.display(),
                self.base.display()
            )
        })
    }
}

impl Environment {
    /// The socket of the process that has the libraries, where there is one; the first who asks starts it.
    pub fn warm(&self) -> Result<Option<PathBuf>> {
        if self.base.ends_with(OLD_NAME) {
            return Ok(None);
        }
        let started = self.warm.get_or_init(|| warm::start(self));
        let started = started.as_ref();
        started
            .map(|warm| Some(warm.socket.clone()))
            .map_err(|why| format!("the process with the libraries cannot be started: {why}"))
    }

    /// Makes a virtual environment at `venv` that holds what the `pyproject.toml` of `project` declares, and nothing
    /// else. Versions are the pinned ones, so that the packages are in the cache already.
    pub fn install_declared(&self, project: &Path, venv: &Path, logs: &Path) -> Result<()> {
        let uv = self.bin.join("uv");
        let make = words([&uv, &"venv", &"--clear", &"--python", &self.python, &venv]);
        self.run_in(project, make, &logs.join("venv.log"))?;
        let requirements = self.base.join("requirements.txt");
        let into = venv.join("bin/python");
        let install = |mode: &[&str]| {
            let mut command = words([&uv, &"pip", &"install", &"--python", &into]);
            command.extend(words([&"--constraint", &requirements]));
            command.extend(words([&"--build-constraint", &requirements]));
            command.extend(words([&"--editable", &".", &"--group", &"dev"]));
            command.extend(mode.iter().map(Into::into));
            self.run_in(project, command, &logs.join("install.log"))
        };
        // The first time, how to build the project is looked up in the index.
        install(&["--offline"]).or_else(|_| install(&[]))
    }

    fn run_in(&self, directory: &Path, command: Vec<OsString>, log: &Path) -> Result<()> {
        let mut task = installer(&self.base, &self.python, command);
        task.directory = directory.to_path_buf();
        task.run(log).map(drop).map_err(hint)
    }
}

/// Gives the environment as it should be, and builds it if it is not there or half made.
pub fn prepare() -> Result<Environment> {
    prepare_in(place::environment(), REQUIREMENTS)
}

/// The one of yesterday's versions.
pub fn prepare_old() -> Result<Environment> {
    prepare_in(place::kept(OLD_NAME), OLD_REQUIREMENTS)
}

fn prepare_in(base: PathBuf, requirements: &str) -> Result<Environment> {
    place::make(&base)?;
    let lock = place::open_lock(&base.join("lock"))?;
    let failed = |error| format!("cannot lock {}: {error}", base.display());
    for _ in 0..3 {
        lock.lock_shared().map_err(failed)?;
        if is_ready(&base, requirements) {
            let bin = base.join("venv/bin");
            return Ok(Environment {
                python: bin.join("python"),
                bin,
                base,
                warm: OnceLock::new(),
                _lock: lock,
            });
        }
        lock.unlock().map_err(failed)?;
        lock.lock().map_err(failed)?;
        if !is_ready(&base, requirements) {
            build(&base, requirements)?;
        }
        lock.unlock().map_err(failed)?;
    }
    Err(format!(
        "other runs keep changing {}: run again when they are done",
        base.display()
    ))
}

/// What the environment was made from. It is written last, so a half-made one has none.
fn recipe(base: &Path, requirements: &str) -> String {
    let wanted = std::env::var(python::VARIABLE).unwrap_or_default();
    format!(
        "version = 1\nplace = {}\npython = {wanted}\n{requirements}",
        base.display()
    )
}

fn is_ready(base: &Path, requirements: &str) -> bool {
    let runs = || {
        let mut python = Command::new(base.join("venv/bin/python"));
        let python = python.args(["-I", "-S", "-c", "pass"]).stdin(Stdio::null());
        python
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    fs::read_to_string(base.join("recipe")).is_ok_and(|made| made == recipe(base, requirements))
        && runs()
}

fn build(base: &Path, requirements: &str) -> Result<()> {
    let failed = |error| format!("cannot write in {}: {error}", base.display());
    let found = python::find()?;
    remove_old(base)?;
    fs::write(base.join("requirements.txt"), requirements).map_err(failed)?;
    for (name, command) in steps(base, &found)? {
        let log = base.join(format!("{name}.log"));
        installer(base, &found, command).run(&log).map_err(hint)?;
    }
    fs::write(base.join("recipe"), recipe(base, requirements)).map_err(failed)
}

/// pip brings uv, and uv brings the rest, much faster.
fn steps(base: &Path, found: &Path) -> Result<[(&'static str, Vec<OsString>); 3]> {
    let venv = base.join("venv");
    let python = venv.join("bin/python");
    let requirements = base.join("requirements.txt");
    let pip = words([
        &python,
        &"-m",
        &"pip",
        &"install",
        &"--disable-pip-version-check",
    ]);
    let uv = words([
        &venv.join("bin/uv"),
        &"pip",
        &"install",
        &"--no-build",
        &"--compile-bytecode",
    ]);
    let into = words([&"--python", &python, &"--requirement", &requirements]);
    Ok([
        ("venv", words([&found, &"-m", &"venv", &venv])),
        ("pip", [pip, words([&uv_pin()?])].concat()),
        ("uv", [uv, into].concat()),
    ])
}

fn remove_old(base: &Path) -> Result<()> {
    let _ = fs::remove_file(base.join("recipe"));
    place::clear(&base.join("mypy"))?;
    place::clear(&base.join("venv"))
}

fn uv_pin() -> Result<&'static str> {
    let pin = REQUIREMENTS.lines().find(|line| line.starts_with("uv=="));
    pin.ok_or_else(|| "tests/stamped/requirements.txt does not pin uv".to_owned())
}

fn installer(base: &Path, python: &Path, command: Vec<OsString>) -> Task {
    let settings =
        std::env::vars_os().filter(|(name, _)| !MISLEADING.iter().any(|bad| name == bad));
    let mut variables: Vec<_> = settings.collect();
    if std::env::var_os("UV_CACHE_DIR").is_none() {
        variables.push(("UV_CACHE_DIR".into(), base.join("cache").into()));
    }
    Task {
        python: python.to_path_buf(),
        command,
        directory: base.to_path_buf(),
        variables,
        limit: LIMIT,
        account: None,
        trash: None,
        warm: None,
    }
}

fn hint(report: String) -> String {
    report
        + "  this needs the network once, or a mirror (pip reads PIP_INDEX_URL, uv UV_DEFAULT_INDEX)\n"
}
