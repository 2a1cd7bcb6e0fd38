//! `toml-dependency` in a project that declares its packages in `setup.cfg`, `setup.py`, a `Pipfile` or the environment of
//! conda. What is there is read; what is not is a person's to add, with the line that says it.

use super::requirement::{Requirement, normalised};
use super::text;
use super::verdict::Verdict;

/// Whether the file at `path` declares packages in one of these forms.
#[must_use]
pub fn is_one(path: &str) -> bool {
    form(path).is_some()
}

/// The packages that the file at `path` declares, in the form that indexes compare, each with the number of its line.
#[must_use]
pub fn packages(path: &str, plain: &str) -> Vec<(String, usize)> {
    let known = items(path, plain).into_iter();
    let named = known.map(|(at, known)| (normalised(&known.name), text::line_number(plain, at)));
    named.collect()
}

/// The verdict on having `wanted` among what is declared.
pub(super) fn edit(wanted: &Requirement, path: &str, plain: &str) -> Verdict {
    let known = items(path, plain);
    let name = normalised(&wanted.name);
    let carriers = wanted.carriers();
    let brings = |known: &Requirement| {
        let own = normalised(&known.name);
        let of_extra = |(carrier, extra): &(&str, &str)| {
            own == *carrier && known.extras.iter().any(|it| it == extra)
        };
        own == name || carriers.iter().any(of_extra)
    };
    if let Some((at, _)) = known.iter().find(|(_, known)| brings(known)) {
        return Verdict::Present(*at);
    }
    let line = known
        .first()
        .map_or(0, |(at, _)| text::line_number(plain, *at));
    let snippet = match form(path) {
        Some(Form::Script) => format!("\"{}\",", wanted.source),
        Some(Form::Pipenv) => {
            let version = wanted.source[wanted.name.len()..].trim();
            let version = if version.is_empty() { "*" } else { version };
            format!("{} = \"{version}\"", wanted.name)
        }
        Some(Form::Conda) => format!("- {}", wanted.source),
        Some(Form::Setup) | None => wanted.source.clone(),
    };
    Verdict::manual(
        line,
        "patgen only reads the packages of such a file; add this one",
        snippet,
    )
}

/// How packages are declared.
#[derive(Clone, Copy)]
enum Form {
    /// `setup.cfg`: `[options]`, a line each below `install_requires =`.
    Setup,
    /// `setup.py`: `install_requires=[…]`.
    Script,
    /// `Pipfile`: a key each of `[packages]`.
    Pipenv,
    /// `environment.yml`: an item each below `dependencies:`.
    Conda,
}

fn form(path: &str) -> Option<Form> {
    match path.rsplit('/').next()? {
        "setup.cfg" => Some(Form::Setup),
        "setup.py" => Some(Form::Script),
        "Pipfile" => Some(Form::Pipenv),
        "environment.yml" | "environment.yaml" => Some(Form::Conda),
        _ => None,
    }
}

/// What is declared, with where it stands.
fn items(path: &str, plain: &str) -> Vec<(usize, Requirement)> {
    let found = match form(path) {
        Some(Form::Setup) => of_setup(plain),
        Some(Form::Script) => of_script(plain),
        Some(Form::Pipenv) => of_pipenv(plain),
        Some(Form::Conda) => of_conda(plain),
        None => Vec::new(),
    };
    let read = |(at, source): (usize, &str)| Some((at, Requirement::parse(source).ok()?));
    found.into_iter().filter_map(read).collect()
}

/// The lines without comments and blanks around, each with where it begins and whether it is indented.
fn lines(plain: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut start = 0;
    plain.split_inclusive('\n').filter_map(move |line| {
        let at = start + line.len() - line.trim_start().len();
        start += line.len();
        let said = line.split(" #").next().unwrap_or(line).trim();
        let is_said = !said.is_empty() && !said.starts_with('#');
        is_said.then_some((at, said, line.starts_with([' ', '\t'])))
    })
}

fn of_setup(plain: &str) -> Vec<(usize, &str)> {
    let (mut found, mut section, mut is_list) = (Vec::new(), "", false);
    for (at, line, indented) in lines(plain) {
        if indented {
            found.extend(is_list.then_some((at, line)));
        } else if line.starts_with('[') {
            section = line;
            is_list = false;
        } else {
            let key = line.split(['=', ':']).next().unwrap_or(line).trim();
            is_list = section == "[options]" && key == "install_requires"
                || section == "[options.extras_require]";
            let value = line[key.len()..].trim_start_matches([' ', '=', ':']);
            let first = at + line.len() - value.len();
            found.extend((is_list && !value.is_empty()).then_some((first, value)));
        }
    }
    found
}

/// The texts of the list that `install_requires` is; another value says nothing.
fn of_script(plain: &str) -> Vec<(usize, &str)> {
    let Some(start) = plain.find("install_requires") else {
        return Vec::new();
    };
    let behind = &plain[start + "install_requires".len()..];
    let list = behind.trim_start_matches([' ', '=', '\n']);
    let Some(list) = list.strip_prefix('[') else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = plain.len() - list.len();
    // Extras have brackets, too: what stands between quotes is no end.
    while let Some(open) = plain[at..].find(['"', '\'', ']', '#']) {
        let mark = &plain[at + open..=at + open];
        let from = at + open + 1;
        let close = match mark {
            "]" => break,
            "#" => plain[from..].find('\n'),
            mark => plain[from..].find(mark),
        };
        let Some(close) = close else { break };
        if mark != "#" {
            found.push((from, &plain[from..from + close]));
        }
        at = from + close + 1;
    }
    found
}

fn of_pipenv(plain: &str) -> Vec<(usize, &str)> {
    let mut section = "";
    let mut found = Vec::new();
    for (at, line, _) in lines(plain) {
        if line.starts_with('[') {
            section = line;
        } else if let Some((name, _)) = line.split_once('=')
            && matches!(section, "[packages]" | "[dev-packages]")
        {
            found.push((at, name.trim().trim_matches(['"', '\''])));
        }
    }
    found
}

fn of_conda(plain: &str) -> Vec<(usize, &str)> {
    let mut is_list = false;
    let mut found = Vec::new();
    for (at, line, indented) in lines(plain) {
        if let Some(item) = line.strip_prefix('-') {
            let item = item.trim().trim_matches(['"', '\'']);
            // What pip installs stands below; a channel may stand before.
            let item = item.rsplit("::").next().unwrap_or(item);
            found.extend((is_list && !item.ends_with(':')).then_some((at, item)));
        } else if !indented {
            is_list = line == "dependencies:";
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::packages;
    use crate::edit::check::{is_manual, is_present, operation};

    const SETUP: &str = "[metadata]\nname = shop\n[options]\ninstall_requires =\n    FastAPI>=0.100\n    # web\n    pydantic[email]>=2 ; python_version > '3.8'\npackages = find:\n[options.extras_require]\ntest =\n    pytest\n[tool:pytest]\naddopts =\n    -v\n";
    const SCRIPT: &str = "from setuptools import setup\nsetup(\n    name=\"shop\",\n    install_requires=[\n        \"fastapi[all]>=0.100\",  # \"web\n        'pydantic',\n    ],\n    classifiers=[\"x\"],\n)\n";
    const PIPENV: &str = "[[source]]\nname = \"pypi\"\n[packages]\nfastapi = \"*\"\n\"uvicorn\" = {extras = [\"standard\"]}\n[dev-packages]\npytest = \"*\"\n[requires]\npython_version = \"3.12\"\n";
    const CONDA: &str = "name: shop\nchannels:\n  - defaults\ndependencies:\n  - python=3.12\n  - conda-forge::fastapi\n  - pip:\n    - \"httpx>=0.27\"\n";

    #[test]
    fn what_is_declared() {
        for (path, text, expected) in [
            ("setup.cfg", SETUP, "fastapi:5 pydantic:7 pytest:11"),
            (
                "back/setup.cfg",
                "[options]\ninstall_requires = fastapi\n",
                "fastapi:2",
            ),
            ("setup.cfg", "[flake8]\nignore =\n    E203\n", ""),
            ("setup.py", SCRIPT, "fastapi:5 pydantic:6"),
            ("setup.py", "setup(install_requires=read())", ""),
            ("Pipfile", PIPENV, "fastapi:4 uvicorn:5 pytest:7"),
            ("environment.yml", CONDA, "python:5 fastapi:6 httpx:8"),
        ] {
            let found = packages(path, text).into_iter();
            let found: Vec<String> = found.map(|(name, line)| format!("{name}:{line}")).collect();
            assert_eq!(found.join(" "), expected, "{path}");
        }
    }

    #[test]
    fn what_is_lacking_is_said() {
        let wanted = |name: &str| operation("toml-dependency", &[("requirement", name)]);
        for (path, text, snippet) in [
            ("setup.cfg", SETUP, "httpx>=1"),
            ("setup.py", SCRIPT, "\"httpx>=1\","),
            ("setup.py", "setup()\n", "\"httpx>=1\","),
            ("Pipfile", PIPENV, "httpx = \">=1\""),
            (
                "environment.yml",
                "dependencies:\n  - fastapi\n",
                "- httpx>=1",
            ),
        ] {
            let found = is_manual(&wanted("httpx>=1"), path, text, "only reads");
            assert_eq!(found, snippet, "{path}");
        }
        is_present(&wanted("httpx>=1"), "environment.yml", CONDA);
        is_present(&wanted("email-validator>=2"), "setup.cfg", SETUP);
    }
}
