//! The files that configure the project.

use super::config::Config;
use super::survey::Survey;
use crate::facts::{Evidence, Facts};
use crate::tree::Tree;

/// What such files are called, but for lists of requirements.
const NAMES: [&str; 14] = [
    "pyproject.toml",
    "ruff.toml",
    ".ruff.toml",
    "pytest.toml",
    ".pytest.toml",
    "setup.cfg",
    "pytest.ini",
    "tox.ini",
    ".flake8",
    ".isort.cfg",
    "Pipfile",
    "environment.yaml",
    "environment.yml",
    "setup.py",
];

/// The files that configure the project, the nearest to its package first, then the root's.
pub(super) fn read(tree: &dyn Tree, survey: &Survey, found: &Facts) -> Vec<Config> {
    let root = found
        .text("project.import_root")
        .unwrap_or(".")
        .trim_start_matches('.')
        .to_owned();
    let wanted = |path: &&String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        NAMES.contains(&name) || name.ends_with(".txt") && path.contains("requirements")
    };
    let dir = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(dir, _)| dir.to_owned())
    };
    let encloses = |path: &&String| {
        let dir = dir(path)
            .trim_end_matches("requirements")
            .trim_end_matches('/')
            .to_owned();
        dir.is_empty() || dir == root || root.starts_with(&format!("{dir}/"))
    };
    let mut paths: Vec<&String> = survey
        .notable
        .iter()
        .chain(&survey.python)
        .filter(wanted)
        .filter(encloses)
        .collect();
    paths.sort_by_key(|path| {
        let is_text = path.ends_with(".txt");
        let is_other = ["dev", "test", "lint", "doc"]
            .iter()
            .any(|word| path.contains(word));
        let depth = dir(path)
            .trim_end_matches("requirements")
            .trim_end_matches('/')
            .len();
        (is_text, std::cmp::Reverse(depth), is_other, path.len())
    });
    paths
        .into_iter()
        .filter_map(|path| Config::read(tree, path))
        .collect()
}

/// What a configuration of pytest sets: `asyncio_mode` is that of pytest-asyncio, `anyio_mode` that of anyio.
pub(super) fn of_pytest<'a>(configs: &'a [Config], name: &str) -> Option<(&'a str, Evidence)> {
    configs.iter().find_map(|config| {
        let tables = [
            &["tool", "pytest", "ini_options", name][..],
            &["tool", "pytest", name],
            &["pytest", name],
        ];
        let toml = tables.iter().find_map(|keys| config.text_at(keys));
        let ini = || {
            ["pytest", "tool:pytest"]
                .iter()
                .find_map(|section| config.ini(section, name))
        };
        toml.map(|mode| (mode, config.line_of(name))).or_else(ini)
    })
}
