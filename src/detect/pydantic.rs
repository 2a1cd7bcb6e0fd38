//! Whether the project has Pydantic 1.

use super::code::Code;
use super::config::Config;
use super::tally::text;
use crate::facts::{Evidence, Facts};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Files that lock versions.
const LOCKS: [&str; 3] = ["poetry.lock", "uv.lock", "pdm.lock"];

/// Adds `project.pydantic` where that is 1: as a lock file has it, else as a requirement asks for it, else where settings
/// inherit what Pydantic 2 has no more.
pub(super) fn add(
    (tree, code): (&dyn Tree, &Code),
    configs: &[Config],
    files: &[String],
    facts: &mut Facts,
) {
    let locked = files.iter().filter(|path| is_lock(path)).find_map(|path| {
        let content = tree.read(&RelPath::new(path).ok()?).ok()??;
        locked(content.text()?).map(|(is_first, line)| (is_first, Evidence::line(path, line)))
    });
    let pinned = || {
        configs.iter().find_map(|config| {
            let mut lines = config.text.lines();
            let at = lines.position(|line| pinned(line).is_some())?;
            let is_first = config.text.lines().nth(at).and_then(pinned)?;
            Some((is_first, Evidence::line(&config.path, at + 1)))
        })
    };
    let told = locked.or_else(pinned).or_else(|| inherited(code));
    if let Some((true, evidence)) = told {
        facts.add("project.pydantic", text("1", evidence));
    }
}

fn is_lock(path: &str) -> bool {
    LOCKS.contains(&path.rsplit('/').next().unwrap_or(path))
}

/// Whether a lock file has version 1, and in which line.
fn locked(text: &str) -> Option<(bool, usize)> {
    let mut lines = text.lines().enumerate();
    lines.find(|(_, line)| line.trim() == "name = \"pydantic\"")?;
    let (at, line) = lines.next()?;
    let version = line.trim().strip_prefix("version = \"")?;
    Some((version.starts_with("1."), at + 1))
}

/// Whether a line that requires Pydantic in some version wants version 1.
fn pinned(line: &str) -> Option<bool> {
    let line: String = line.chars().filter(|c| !" \"',".contains(*c)).collect();
    let rest = line.strip_prefix("pydantic")?;
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => rest,
    };
    // Poetry's tables: `pydantic = "^1.10"`, `pydantic = {extras = ["email"], version = "^1.10"}`.
    let rest = match rest.split_once("version=") {
        Some((_, version)) if rest.starts_with("={") => version,
        _ => rest,
    };
    let rest = rest
        .strip_prefix("=")
        .filter(|it| !it.starts_with('='))
        .unwrap_or(rest);
    let first = ["==1", "~=1", "^1", "~1", "<2", "1."];
    let is_first = first.iter().any(|begin| rest.starts_with(begin)) || rest.contains("<2");
    (is_first || rest.contains(|c: char| c.is_ascii_digit())).then_some(is_first)
}

/// Settings of Pydantic itself: the second has none.
fn inherited(code: &Code) -> Option<(bool, Evidence)> {
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
}
