//! Whether the project is written for Pydantic 1.

use super::code::Code;
use super::tally::text;
use super::versions::{Asked, Told, asked, first, spoken, sqlmodel};
use crate::facts::{Evidence, Facts};

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

/// Adds `project.pydantic` where that is 1: as a lock file has it, else as a requirement asks for it or for a `FastAPI` or
/// `SQLModel` that takes no other, else by what only one of the versions has.
pub(super) fn add(code: &Code, wanted: &Asked, facts: &mut Facts) {
    let used = || inherited(code).or_else(|| spoken(code, "pydantic", &OLD, &NEW));
    let told = wanted.told("pydantic", by_others, facts).or_else(used);
    if let Some((true, evidence)) = told {
        facts.add("project.pydantic", text("1", evidence));
    }
}

/// Whether a line asks for a `FastAPI` or `SQLModel` that takes no second version.
fn by_others(line: &str) -> Option<bool> {
    let is_old = if let Some(versions) = asked(line, "fastapi") {
        first(&versions, &["==", "~=", "^", "\""])?.1? < TAKES_NEW
    } else {
        sqlmodel(line)? < SQLMODEL_TAKES_NEW
    };
    is_old.then_some(true)
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
