//! Whether the project is written for Pydantic 1.

use std::cmp::Reverse;

use super::code::Code;
use super::config::Config;
use super::tally::text;
use crate::facts::{Evidence, Facts};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Files that lock versions.
const LOCKS: [&str; 3] = ["poetry.lock", "uv.lock", "pdm.lock"];

/// Words that only the first version knows, and words that only the second does.
const OLD: [&str; 4] = [
    "orm_mode",
    "parse_obj",
    "allow_population_by_field_name",
    "root_validator",
];
const NEW: [&str; 5] = [
    "field_validator",
    "model_config",
    "model_validate",
    "ConfigDict",
    "model_dump",
];

/// The first versions that take the second version of Pydantic as well: minor of `FastAPI`, last number of `SQLModel`.
const TAKES_NEW: u32 = 100;
const SQLMODEL_TAKES_NEW: u32 = 14;

/// Whether it is the first version, and what shows it.
type Told = (bool, Evidence);

/// Adds `project.pydantic` where that is 1: as a lock file has it, else as a requirement asks for it or for a `FastAPI` or
/// `SQLModel` that takes no other, else by what only one of the versions has.
pub(super) fn add(
    (tree, code): (&dyn Tree, &Code),
    configs: &[Config],
    files: &[String],
    facts: &mut Facts,
) {
    let asked = || line(configs, own).or_else(|| line(configs, by_others));
    let used = || inherited(code).or_else(|| spoken(code));
    let told = locked(tree, files, facts).or_else(asked).or_else(used);
    if let Some((true, evidence)) = told {
        facts.add("project.pydantic", text("1", evidence));
    }
}

/// The version in a lock file: the nearest around where imports start, else any.
fn locked(tree: &dyn Tree, files: &[String], facts: &Facts) -> Option<Told> {
    let directory = |path: &str| path.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned();
    let root = facts.text("project.import_root").unwrap_or_default();
    let encloses = |dir: &str| dir.is_empty() || format!("{root}/").starts_with(&format!("{dir}/"));
    let is_lock = |path: &&String| LOCKS.contains(&path.rsplit('/').next().unwrap_or(path));
    let mut locks: Vec<&String> = files.iter().filter(is_lock).collect();
    locks.sort_by_key(|path| {
        let dir = directory(path);
        (!encloses(&dir), Reverse(dir.len()))
    });
    locks.into_iter().find_map(|path| {
        let content = tree.read(&RelPath::new(path).ok()?).ok()??;
        let (is_first, line) = version(content.text()?)?;
        Some((is_first, Evidence::line(path, line)))
    })
}

/// Whether a lock file has version 1, and in which line.
fn version(text: &str) -> Option<(bool, usize)> {
    let mut lines = text.lines().enumerate();
    lines.find(|(_, line)| line.trim() == "name = \"pydantic\"")?;
    let (at, line) = lines.next()?;
    let version = line.trim().strip_prefix("version = \"")?;
    Some((version.starts_with("1."), at + 1))
}

/// What the first line that says something says.
fn line(configs: &[Config], says: fn(&str) -> Option<bool>) -> Option<Told> {
    configs.iter().find_map(|config| {
        let mut lines = config.text.lines().enumerate();
        lines.find_map(|(at, line)| Some((says(line)?, Evidence::line(&config.path, at + 1))))
    })
}

/// Whether a line that asks for Pydantic holds it to version 1.
fn own(line: &str) -> Option<bool> {
    let versions = asked(line, "pydantic")?;
    let major = first(&versions, &["==", "~=", "^", ">=", "\""]).map(|(major, _)| major);
    match major {
        _ if versions.contains("<2") => Some(true),
        Some(1) if !versions.contains(">=") => Some(true),
        Some(2) => Some(false),
        _ => None,
    }
}

/// Whether a line asks for a `FastAPI` or `SQLModel` that takes no second version.
fn by_others(line: &str) -> Option<bool> {
    let signs = ["==", "~=", "^", "\""];
    let is_old = if let Some(versions) = asked(line, "fastapi") {
        first(&versions, &signs)?.1? < TAKES_NEW
    } else {
        let versions = asked(line, "sqlmodel")?;
        let held = signs.iter().find_map(|sign| versions.split_once(sign));
        number(held?.1.strip_prefix("0.0.")?)? < SQLMODEL_TAKES_NEW
    };
    is_old.then_some(true)
}

/// What stands behind the name of a package in a line that asks for it, without blanks.
fn asked(line: &str, name: &str) -> Option<String> {
    let line: String = line.split_whitespace().collect();
    let behind = line.trim_start_matches(['"', '\'']).strip_prefix(name)?;
    let behind = match behind.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => behind,
    };
    let is_whole = !behind.starts_with(|c: char| c.is_alphanumeric() || "-_.".contains(c));
    is_whole.then(|| behind.to_owned())
}

/// The number that a text begins with.
fn number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.get(..end.unwrap_or(text.len()))?.parse().ok()
}

/// The version behind the first of some signs: `0.87` of `==0.87.0`; the minor one only where the major one is 0.
fn first(versions: &str, signs: &[&str]) -> Option<(u32, Option<u32>)> {
    signs.iter().find_map(|sign| {
        let (_, behind) = versions.split_once(sign)?;
        let major = number(behind)?;
        let minor = behind.split_once('.').and_then(|(_, rest)| number(rest));
        Some((major, minor.filter(|_| major == 0)))
    })
}

/// Settings of Pydantic itself: the second has none.
fn inherited(code: &Code) -> Option<Told> {
    code.own().find_map(|(path, module)| {
        let mut classes = module.classes.iter();
        let class = classes.find(|class| {
            let bases = code.bases(path, class);
            bases
                .iter()
                .any(|base| base.external() == Some("pydantic.BaseSettings"))
        })?;
        Some((true, Evidence::line(path, class.line)))
    })
}

/// The first word of version 1, where no module has one of version 2.
fn spoken(code: &Code) -> Option<Told> {
    let mut found = None;
    for (path, _) in code.importing("pydantic") {
        let text = code.text(path).unwrap_or_default();
        if NEW.iter().any(|word| text.contains(word)) {
            return None;
        }
        let mut lines = text.lines();
        let at = lines.position(|line| OLD.iter().any(|word| line.contains(word)));
        let told = at.map(|at| (true, Evidence::line(path, at + 1)));
        found = found.or(told);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MAIN: (&str, &str) = ("main.py", "from fastapi import FastAPI\napp = FastAPI()\n");

    #[test]
    fn which_pydantic() {
        for (path, file, expected) in [
            ("requirements.txt", "pydantic==1.10.2\n", "1"),
            ("requirements.txt", "fastapi\npydantic[email]<2\n", "1"),
            ("requirements.txt", "pydantic>=1.8,<2.0\n", "1"),
            ("requirements.txt", "pydantic==2.1\n", ""),
            ("requirements.txt", "pydantic>=1.10\n", ""),
            (
                "requirements.txt",
                "fastapi==0.87.0\nuvicorn==0.20.0\n",
                "1",
            ),
            ("requirements.txt", "fastapi==0.115.0\n", ""),
            (
                "requirements.txt",
                "fastapi==0.100.0\nsqlmodel==0.0.8\n",
                "1",
            ),
            (
                "requirements.txt",
                "fastapi==0.100.0\nsqlmodel==0.0.14\n",
                "",
            ),
            ("requirements.txt", "fastapi>=0.87.0\n", ""),
            ("requirements.txt", "fastapi==0.87.0\npydantic==2.0\n", ""),
            ("requirements.txt", "pydantic\n", ""),
            ("requirements.txt", "pydantic-settings==1.0\n", ""),
            (
                "pyproject.toml",
                "[tool.poetry.dependencies]\npydantic = \"^1.10\"\n",
                "1",
            ),
            (
                "pyproject.toml",
                "[tool.poetry.dependencies]\npydantic = {extras = [\"email\"], version = \"^1.8\"}\n",
                "1",
            ),
            (
                "pyproject.toml",
                "[tool.poetry.dependencies]\npydantic = {version = \"^2.8\"}\n",
                "",
            ),
            (
                "pyproject.toml",
                "[project]\ndependencies = [\n  \"pydantic ~= 1.10\",\n]\n",
                "1",
            ),
            (
                "poetry.lock",
                "[[package]]\nname = \"pydantic\"\nversion = \"1.9.0\"\n",
                "1",
            ),
            (
                "pyproject.toml",
                "[tool.poetry.dependencies]\nfastapi = \"^0.79.1\"\n",
                "1",
            ),
            (
                "models.py",
                "from pydantic import BaseModel\nclass A(BaseModel):\n    class Config:\n        orm_mode = True\n",
                "1",
            ),
            (
                "models.py",
                "from pydantic import BaseModel, ConfigDict, root_validator\nclass A(BaseModel):\n    model_config = ConfigDict()\n",
                "",
            ),
            (
                "poetry.lock",
                "[[package]]\nname = \"pydantic-core\"\nversion = \"1.0\"\n",
                "",
            ),
            (
                "uv.lock",
                "[[package]]\nname = \"pydantic\"\nversion = \"2.9.0\"\n",
                "",
            ),
            (
                "settings.py",
                "import pydantic\nclass Settings(pydantic.BaseSettings): ...\n",
                "1",
            ),
            (
                "settings.py",
                "from pydantic.v1 import BaseSettings\nclass Settings(BaseSettings): ...\n",
                "",
            ),
        ] {
            check(&[MAIN, (path, file)], &[("project.pydantic", expected)]);
        }
    }
    /// Of several lock files the one beside the dependencies tells, and a library has the fact too.
    #[test]
    fn where_it_is_told() {
        let lock =
            |version: &str| format!("[[package]]\nname = \"pydantic\"\nversion = \"{version}\"\n");
        let (old, new) = (lock("1.10.2"), lock("2.9.0"));
        let main = (
            "api/app/main.py",
            "from fastapi import FastAPI\nfrom app import x\napp = FastAPI()\n",
        );
        check(
            &[
                main,
                ("api/app/x.py", ""),
                (
                    "api/pyproject.toml",
                    "[project]\nname = \"it\"\ndependencies = [\"pydantic\"]\n",
                ),
                ("a/uv.lock", &new),
                ("api/uv.lock", &old),
            ],
            &[("project.pydantic", "1")],
        );
        check(
            &[
                ("lib/a.py", "from pydantic import BaseModel\n"),
                ("uv.lock", &old),
            ],
            &[("project.pydantic", "1")],
        );
    }
}
