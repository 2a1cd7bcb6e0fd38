//! `new test` in projects that were there before: the tests that it stamps are collected, pass or wait with a reason,
//! and fail when what they test is broken.
//!
//! Each project of `tests/projects/` is a row of `EXISTING`, and a trial named `existing::NAME`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::Trial;

use crate::Result;
use crate::environment::Environment;
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::stamper;
use crate::task::{Outcome, Task, last_lines, variables, words};

const PROJECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects");
const ASSERTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stamped/existing.py");

/// A project, what is tested of it, and how many tests pass and wait at least.
struct Existing {
    name: &'static str,
    /// The form of the tests, where it is not that of the project; `unittest` runs its own.
    form: &'static str,
    /// The words after `new test`.
    targets: &'static [&'static [&'static str]],
    passed: usize,
    skipped: usize,
    /// Plug-ins of pytest that the project does not have.
    without: &'static [&'static str],
    breaks: &'static [Break],
}

/// A change that some stamped test must notice.
struct Break {
    path: &'static str,
    line: &'static str,
    becomes: &'static str,
}

const fn change(path: &'static str, line: &'static str, becomes: &'static str) -> Break {
    Break {
        path,
        line,
        becomes,
    }
}

/// A shop whose services and routes are asynchronous.
const ASYNC: Existing = Existing {
    name: "test_async",
    form: "",
    targets: &[
        &["--target", "shop/prices.py"],
        &["--target", "shop.services.parcels:ParcelService"],
        &["--target", "GET /parcels/{parcel_id}"],
        &["--target", "shop/api/parcels.py"],
        &["--target", "GET /parcels/{parcel_id}", "--kind", "e2e"],
        &["--target", "shop/api/parcels.py", "--kind", "regression"],
        &["--target", "shop.prices", "--kind", "regression"],
    ],
    passed: 31,
    skipped: 11,
    without: &[],
    breaks: &[
        change("shop/api/parcels.py", "status_code=201", "status_code=200"),
        change(
            "shop/api/parcels.py",
            "Depends(who)",
            "Depends(lambda: \"x\")",
        ),
        change("shop/api/parcels.py", "le=50", "le=500"),
        change(
            "shop/services/parcels.py",
            "if parcel is None:",
            "if False:",
        ),
        change(
            "shop/services/parcels.py",
            "if grams < 0:",
            "if grams < -5:",
        ),
        change("shop/errors.py", "status_code = 404", "status_code = 400"),
        change("shop/prices.py", "if grams <= 0:", "if grams < -1:"),
        change(
            "shop/prices.py",
            "return name.strip().lower()",
            "return None",
        ),
    ],
};

/// Sums and bookings with limits.
const LIMITS: Existing = Existing {
    name: "test_limits",
    form: "",
    targets: &[
        &["--target", "ledger/sums.py"],
        &["--target", "ledger/bookings.py"],
        &["--target", "ledger/main.py"],
        &["--target", "ledger/main.py", "--kind", "e2e"],
        &["--target", "ledger/main.py", "--kind", "regression"],
        &["--target", "ledger.sums", "--kind", "regression"],
    ],
    passed: 55,
    skipped: 3,
    without: &["asyncio"],
    breaks: &[
        change("ledger/sums.py", "SHARES = 4", "SHARES = 5"),
        change("ledger/sums.py", "{rest:02d}", "{rest}"),
        change("ledger/sums.py", "yield f\"reminder {time}\"", "yield time"),
        change("ledger/sums.py", "range(times)", "range(0)"),
        change("ledger/sums.py", "self.cents = cents", "self.cents = 2"),
        change(
            "ledger/sums.py",
            "sign: str | None = None",
            "sign: str | None",
        ),
        change("ledger/bookings.py", "min_length=2", "min_length=3"),
        change("ledger/bookings.py", "max_length=30", "max_length=31"),
        change("ledger/bookings.py", "gt=0", "ge=0"),
        change("ledger/bookings.py", "le=1_000_000", "lt=1_000_000"),
        change("ledger/bookings.py", "len(account) < 4", "len(account) < 0"),
        change("ledger/bookings.py", "self.first < 0", "self.first < -1"),
        change(
            "ledger/main.py",
            "HTTP_308_PERMANENT_REDIRECT",
            "HTTP_307_TEMPORARY_REDIRECT",
        ),
        change(
            "ledger/main.py",
            "\"/rates\", status_code",
            "\"/old\", status_code",
        ),
        change(
            "ledger/main.py",
            "return PlainTextResponse(\"1.5\")",
            "return PlainTextResponse(\"1.5\", media_type=\"text/csv\")",
        ),
        change(
            "ledger/main.py",
            "Depends(known)",
            "Depends(lambda: \"root\")",
        ),
    ],
};

const EXISTING: &[Existing] = &[
    ASYNC,
    Existing {
        name: "test_bare",
        form: "",
        targets: &[
            &["--target", "weather/main.py"],
            &["--target", "weather/reckoning.py"],
            &["--target", "weather.reckoning", "--kind", "regression"],
            &["--target", "GET /towns/{number}", "--kind", "regression"],
            &["--target", "POST /towns", "--kind", "e2e"],
        ],
        passed: 17,
        skipped: 8,
        without: &["asyncio"],
        breaks: &[
            change("weather/main.py", "HTTP_201_CREATED", "HTTP_200_OK"),
            change(
                "weather/main.py",
                "    name: str\n",
                "    name: str = \"\"\n",
            ),
            change("weather/reckoning.py", "self.celsius > -273.15", "None"),
            change(
                "weather/reckoning.py",
                "celsius: float, wind",
                "celsius: float, gusts: int, wind",
            ),
        ],
    },
    LIMITS,
    Existing {
        form: "unittest",
        passed: 40,
        without: &[],
        ..LIMITS
    },
    Existing {
        form: "classes",
        ..ASYNC
    },
];

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    EXISTING.iter().map(|existing| {
        let harness = Arc::clone(harness);
        let name = existing.title();
        Trial::test(format!("existing::{name}"), move || {
            Ok(existing.run(harness.environment()?)?)
        })
    })
}

impl Existing {
    /// Its name, and the form that its tests get.
    fn title(&self) -> String {
        [self.name, self.form]
            .join(" ")
            .trim_end()
            .replace(' ', "-")
    }

    fn run(&self, environment: &Environment) -> Result<()> {
        let room = place::room(&format!("existing-{}", self.title()), self.name)?;
        copy(&Path::new(PROJECTS).join(self.name), &room.project)?;
        self.stamp(environment, &room)?;
        let once = contents(&room)?;
        self.stamp(environment, &room)?;
        if contents(&room)? != once {
            return Err("stamping again changed something".to_owned());
        }
        Self::check(environment, &room)?;
        self.count(&self.tested(environment, &room)?)?;
        for broken in self.breaks {
            self.breaks_a_test(environment, &room, broken)?;
        }
        Ok(())
    }

    fn stamp(&self, environment: &Environment, room: &Room) -> Result<()> {
        for (number, target) in self.targets.iter().enumerate() {
            let fixed = ["new", "test", "--yes"].iter().chain(target.iter());
            let mut words: Vec<String> = fixed.map(|word| (*word).to_owned()).collect();
            if !self.form.is_empty() {
                words.extend(["--fact".to_owned(), format!("tests.form={}", self.form)]);
            }
            let log = room.logs.join(format!("stamp-{number}.log"));
            stamper::patgen(environment, room, &words).run(&log)?;
        }
        Ok(())
    }

    fn check(environment: &Environment, room: &Room) -> Result<()> {
        let cache = place::lease(&place::environment().join("mypy"))?;
        let commands = [
            ("ruff", words([&"ruff", &"check", &"--no-cache", &"."])),
            (
                "format",
                words([&"ruff", &"format", &"--no-cache", &"--diff", &"."]),
            ),
            (
                "mypy",
                words([&"mypy", &"--strict", &"--cache-dir", &cache.directory, &"."]),
            ),
            ("asserts", words([&"python", &ASSERTS, &"."])),
        ];
        for (name, command) in commands {
            task(environment, room, command).run(&room.logs.join(format!("{name}.log")))?;
        }
        Ok(())
    }

    /// What the runner of the tests says.
    fn tested(&self, environment: &Environment, room: &Room) -> Result<Outcome> {
        if self.form == "unittest" {
            let command = words([&"python", &"-m", &"unittest"]);
            return task(environment, room, command).outcome(&room.logs.join("unittest.log"));
        }
        let mut command = words([&"pytest", &"-q", &"-p", &"no:cacheprovider"]);
        for plugin in self.without {
            command.extend(words([&"-p", &format!("no:{plugin}")]));
        }
        task(environment, room, command)
            .warmed(environment)?
            .outcome(&room.logs.join("pytest.log"))
    }

    fn count(&self, outcome: &Outcome) -> Result<()> {
        let last = outcome.output.lines().last().unwrap_or_default();
        let counted = |word: &str| -> usize {
            let before = last.split(word).next().unwrap_or_default();
            let number = before.split_whitespace().last().unwrap_or_default();
            number.parse().unwrap_or(0)
        };
        let (passed, skipped) = match self.form {
            "unittest" => of_unittest(&outcome.output),
            _ => (counted(" passed"), counted(" skipped")),
        };
        if outcome.code == 0 && passed >= self.passed && skipped <= self.skipped {
            return Ok(());
        }
        Err(format!(
            "{} passed and at most {} skipped were expected\n{}",
            self.passed,
            self.skipped,
            last_lines(&outcome.output)
        ))
    }

    fn breaks_a_test(&self, environment: &Environment, room: &Room, broken: &Break) -> Result<()> {
        let path = room.project.join(broken.path);
        let text = read(&path)?;
        if !text.contains(broken.line) {
            return Err(format!("{} has no {:?}", path.display(), broken.line));
        }
        write(&path, &text.replacen(broken.line, broken.becomes, 1))?;
        let outcome = self.tested(environment, room)?;
        write(&path, &text)?;
        match outcome.code {
            1 => Ok(()),
            _ => Err(format!(
                "no test noticed {:?} in {}\n{}",
                broken.becomes,
                broken.path,
                last_lines(&outcome.output)
            )),
        }
    }
}

/// How many tests passed and waited: `Ran 5 tests in 0.1s`, `OK (skipped=2)`.
fn of_unittest(output: &str) -> (usize, usize) {
    let number = |before: &str| -> usize {
        let rest = output.rsplit_once(before).map_or("", |(_, rest)| rest);
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
        digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    let (ran, skipped) = (number("Ran "), number("skipped="));
    (ran.saturating_sub(skipped), skipped)
}

fn task(environment: &Environment, room: &Room, mut command: Vec<OsString>) -> Task {
    command[0] = environment.bin.join(&command[0]).into();
    Task::new(
        environment,
        command,
        &room.project,
        variables([
            ("PATH", &"/usr/bin:/bin"),
            ("HOME", &room.home),
            ("TMPDIR", &room.temp),
            ("LANG", &"C.UTF-8"),
            ("NO_COLOR", &"1"),
            ("PYTHONDONTWRITEBYTECODE", &"1"),
            ("PYTHONNOUSERSITE", &"1"),
        ]),
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in place::files(from)? {
        let target = to.join(&file);
        place::make(target.parent().unwrap_or(to))?;
        write(&target, &read(&from.join(&file))?)?;
    }
    Ok(())
}

fn contents(room: &Room) -> Result<Vec<(std::path::PathBuf, String)>> {
    let files = place::files(&room.project)?.into_iter();
    files
        .filter(|file| file.extension().is_some_and(|end| end == "py"))
        .map(|file| Ok((file.clone(), read(&room.project.join(file))?)))
        .collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
