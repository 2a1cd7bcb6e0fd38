//! What the project declares: its name, its Python, its dependencies, how its commands are run.

use toml::Value;

use super::config::Config;
use super::project::distribution_name;
use super::tally::text;
use crate::edit::declared::packages;
use crate::facts::{Evidence, Fact, FactValue, Facts};

/// Adds `project.name`, `project.python`, `project.dependencies`, `project.dependency_file`, `project.run`.
pub(super) fn add(configs: &[Config], files: &[String], facts: &mut Facts) {
    let mut names: Vec<String> = Vec::new();
    for config in configs {
        let found = declared(config);
        if !found.is_empty() {
            facts.add(
                "project.dependency_file",
                text(&config.path, config.line_with("dependencies")),
            );
        }
        names.extend(found);
        add_name(config, facts);
        add_python(config, facts);
    }
    if names.is_empty() {
        let all = configs.iter();
        let mut declaring = all.map(|config| (config, packages(&config.path, &config.text)));
        if let Some((config, found)) = declaring.find(|(_, found)| !found.is_empty()) {
            let evidence = Evidence::line(&config.path, found[0].1);
            facts.add("project.dependency_file", text(&config.path, evidence));
            names.extend(found.into_iter().map(|(name, _)| name));
        }
    }
    names.sort();
    names.dedup();
    if let Some(evidence) = facts
        .get("project.dependency_file")
        .map(|fact| fact.evidence.clone())
    {
        facts.add(
            "project.dependencies",
            Fact::certain(FactValue::List(names), evidence),
        );
    }
    add_run(configs, files, facts);
}

fn add_name(config: &Config, facts: &mut Facts) {
    let keys: [&[&str]; 2] = [&["project", "name"], &["tool", "poetry", "name"]];
    let given = keys.iter().find_map(|keys| config.text_at(keys));
    if let Some(name) = given.and_then(distribution_name) {
        facts.add("project.name", text(&name, config.line_of("name")));
    }
}

/// The lowest version that `requires-python` or poetry's `python` allows.
fn add_python(config: &Config, facts: &mut Facts) {
    let project = config
        .text_at(&["project", "requires-python"])
        .map(|found| (found, "requires-python"));
    let poetry = || {
        config
            .text_at(&["tool", "poetry", "dependencies", "python"])
            .map(|found| (found, "python"))
    };
    if let Some((wanted, key)) = project.or_else(poetry)
        && let Some(lowest) = lowest(wanted)
    {
        facts.add("project.python", text(&lowest, config.line_of(key)));
    }
}

/// `3.11` of `>=3.11,<4.0`, `^3.11`, `~=3.11.2`.
fn lowest(wanted: &str) -> Option<String> {
    let lower = wanted
        .split([',', '|'])
        .find(|part| !part.trim_start().starts_with(['<', '!']))?;
    let digits: String = lower
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let parts: Vec<&str> = digits
        .split('.')
        .filter(|part| !part.is_empty())
        .take(2)
        .collect();
    (parts.len() == 2).then(|| parts.join("."))
}

/// The names of the distributions that a file declares, normalized.
fn declared(config: &Config) -> Vec<String> {
    if config.path.ends_with(".txt") {
        let lines = config.text.lines().map(str::trim);
        return lines
            .filter(|line| {
                !line.starts_with(['#', '-']) && !line.contains("://") || line.contains(" @ ")
            })
            .filter_map(distribution)
            .collect();
    }
    let mut found = Vec::new();
    found.extend(
        config
            .get(&["project", "dependencies"])
            .into_iter()
            .flat_map(requirements),
    );
    for keys in [
        &["project", "optional-dependencies"][..],
        &["dependency-groups"],
        &["tool", "pdm", "dev-dependencies"],
    ] {
        let groups = config.get(keys).and_then(Value::as_table);
        found.extend(
            groups
                .into_iter()
                .flatten()
                .flat_map(|(_, group)| requirements(group)),
        );
    }
    found.extend(
        config
            .get(&["tool", "uv", "dev-dependencies"])
            .into_iter()
            .flat_map(requirements),
    );
    let tables: [&[&str]; 2] = [
        &["tool", "poetry", "dependencies"],
        &["tool", "poetry", "dev-dependencies"],
    ];
    for keys in tables {
        found.extend(names(config.get(keys)));
    }
    let groups = config
        .get(&["tool", "poetry", "group"])
        .and_then(Value::as_table);
    for (_, group) in groups.into_iter().flatten() {
        found.extend(names(group.get("dependencies")));
    }
    found.retain(|name| name != "python");
    found
}

fn requirements(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items
        .filter_map(Value::as_str)
        .filter_map(distribution)
        .collect()
}

fn names(table: Option<&Value>) -> Vec<String> {
    let table = table.and_then(Value::as_table).into_iter().flatten();
    table.map(|(name, _)| normalized(name)).collect()
}

/// The name that a requirement begins with.
fn distribution(requirement: &str) -> Option<String> {
    let name: String = requirement
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .collect();
    (!name.is_empty()).then(|| normalized(&name))
}

fn normalized(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-").to_lowercase()
}

/// Adds `project.run`, by the lock file or the tool that is configured.
pub(super) fn add_run(configs: &[Config], files: &[String], facts: &mut Facts) {
    let tools = [
        ("uv", "uv.lock", "uv run "),
        ("poetry", "poetry.lock", "poetry run "),
        ("pdm", "pdm.lock", "pdm run "),
    ];
    for (_, lock, run) in tools {
        if let Some(path) = files
            .iter()
            .find(|path| path.rsplit('/').next() == Some(lock))
        {
            facts.add("project.run", text(run, Evidence::line(path, 1)));
        }
    }
    for (tool, _, run) in tools {
        for config in configs
            .iter()
            .filter(|config| config.get(&["tool", tool]).is_some())
        {
            facts.add(
                "project.run",
                text(run, config.line_with(&format!("[tool.{tool}"))),
            );
        }
    }
    facts.add(
        "project.run",
        text("", Evidence::place("no lock file of a tool")),
    );
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    /// A file of another form counts where it is the only one.
    #[test]
    fn where_dependencies_are_declared() {
        let setup = ("setup.cfg", "[options]\ninstall_requires =\n    fastapi\n");
        let conda = (
            "environment.yml",
            "dependencies:\n  - fastapi\n  - pip:\n    - httpx\n",
        );
        for (file, other, place, names) in [
            (setup, ("tox.ini", ""), "setup.cfg", "fastapi"),
            (conda, ("tox.ini", ""), "environment.yml", "fastapi, httpx"),
            (
                (
                    "setup.py",
                    "from setuptools import setup\nsetup(install_requires=[\"fastapi\"])\n",
                ),
                ("setup.cfg", "[flake8]\n"),
                "setup.py",
                "fastapi",
            ),
            (
                ("Pipfile", "[packages]\nfastapi = \"*\"\n"),
                ("a.txt", ""),
                "Pipfile",
                "fastapi",
            ),
            (
                setup,
                ("requirements.txt", "httpx\n"),
                "requirements.txt",
                "httpx",
            ),
        ] {
            let app = (
                "app/main.py",
                "from fastapi import FastAPI\napp = FastAPI()\n",
            );
            let expected = [
                ("project.dependency_file", place),
                ("project.dependencies", names),
            ];
            check(&[app, file, other], &expected);
        }
    }
}
