//! Alembic's settings: sections of INI files and `[tool.alembic]`.

use toml::Table;

use super::super::survey::Survey;
use super::files;
use super::ini::{self, HERE, Section};
use crate::error::Result;
use crate::excerpt::position;
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// A setting with its line.
type Setting<T> = Option<(T, usize)>;

/// What one section says, its places resolved.
#[derive(Clone, Debug, Default)]
pub(super) struct Config {
    /// The file.
    pub path: String,
    /// The section of an INI file.
    pub section: String,
    /// The line of `script_location`.
    pub line: usize,
    /// The directory with `env.py`.
    pub directory: String,
    /// The directories with revisions that it names, with their line.
    pub versions: Setting<Vec<String>>,
    /// Revisions may lie deeper.
    pub recursive: bool,
    /// The form of file names.
    pub file_template: Setting<String>,
    /// How long the words of a file name may be.
    pub slug_length: Setting<String>,
    /// The time zone of dates.
    pub timezone: Setting<String>,
}

/// Every configuration of the project; the plain section of the nearest file first, each directory once.
pub(super) fn configs(tree: &dyn Tree, survey: Option<&Survey>) -> Result<Vec<Config>> {
    let mut found: Vec<Config> = Vec::new();
    for path in files::configurations(tree, survey)? {
        let Some(text) =
            files::text(tree, path.as_str()).filter(|text| text.contains("script_location"))
        else {
            continue;
        };
        let mut configs = if path.as_str().ends_with(".toml") {
            of_toml(tree, &path, &text).into_iter().collect()
        } else {
            of_ini(tree, &path, &text)
        };
        configs.sort_by_key(|config| config.section != "alembic");
        for config in configs {
            merge(&mut found, config);
        }
    }
    Ok(found)
}

/// Two sections for one directory are one; the second adds what the first leaves open.
fn merge(found: &mut Vec<Config>, config: Config) {
    let Some(known) = found
        .iter_mut()
        .find(|known| known.directory == config.directory)
    else {
        found.push(config);
        return;
    };
    // The second file's line says nothing about the first: a setting comes along only within one file.
    if known.path == config.path {
        known.file_template = known.file_template.take().or(config.file_template);
        known.slug_length = known.slug_length.take().or(config.slug_length);
        known.timezone = known.timezone.take().or(config.timezone);
        known.versions = known.versions.take().or(config.versions);
        known.recursive |= config.recursive;
    }
}

fn of_ini(tree: &dyn Tree, path: &RelPath, text: &str) -> Vec<Config> {
    let sections = ini::sections(text);
    // `[alembic]` without a place of its own says what all others have alike.
    let common = sections.iter().find(|(name, section)| {
        name == "alembic" && ini::value(section, "script_location").is_none()
    });
    let configs = sections.iter().filter_map(|(name, section)| {
        let (location, line) = ini::value(section, "script_location")?;
        let directory = files::directory(tree, path.parent(), &location, "env.py")?;
        let setting = |key: &str| ini::value(section, key).filter(|(value, _)| !value.is_empty());
        let form = |key: &str| setting(key).or_else(|| ini::value(&common?.1, key));
        Some(Config {
            path: path.to_string(),
            section: name.clone(),
            line,
            directory,
            versions: setting("version_locations").map(|(value, line)| {
                let places = split(&value, section);
                (
                    resolved(tree, path, places.iter().map(String::as_str)),
                    line,
                )
            }),
            recursive: setting("recursive_version_locations")
                .is_some_and(|(value, _)| is_true(&value)),
            file_template: form("file_template"),
            slug_length: form("truncate_slug_length"),
            timezone: form("timezone"),
        })
    });
    configs.collect()
}

fn is_true(value: &str) -> bool {
    ["true", "1", "yes", "on"].contains(&value.to_lowercase().as_str())
}

/// The places of `version_locations`: separated as `path_separator` says, else by blanks and commas.
fn split(value: &str, section: &Section) -> Vec<String> {
    let named = ["path_separator", "version_path_separator"]
        .iter()
        .find_map(|key| ini::value(section, key));
    let separator = named
        .as_ref()
        .and_then(|(name, _)| name.split_whitespace().next());
    let separators: &[char] = match separator {
        Some("os" | ":") => &[':'],
        Some(";") => &[';'],
        Some("newline") => &['\n'],
        Some("space") => &[' ', '\n'],
        _ => &[' ', ',', '\n'],
    };
    let parts = value.split(separators).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn resolved<'a>(
    tree: &dyn Tree,
    path: &RelPath,
    places: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let mut all = Vec::new();
    for place in places {
        let found = files::directory(tree, path.parent(), place, "");
        all.extend(found.filter(|found| !all.contains(found)));
    }
    all
}

fn of_toml(tree: &dyn Tree, path: &RelPath, text: &str) -> Option<Config> {
    let table: Table = text.trim_start_matches('\u{feff}').parse().ok()?;
    let alembic = table.get("tool")?.get("alembic")?;
    let line = |key: &str| {
        text.find(&format!("\n{key}"))
            .map_or(1, |offset| position(text, offset + 1).0)
    };
    let plain = |text: &str| text.replace("%(here)s", HERE).replace("%%", "%");
    let setting = |key: &str| {
        let value = alembic.get(key)?;
        let value = value.as_str().map_or_else(|| value.to_string(), plain);
        (!value.is_empty()).then(|| (value, line(key)))
    };
    let (location, at) = setting("script_location")?;
    let places = alembic
        .get("version_locations")
        .and_then(toml::Value::as_array)
        .map(|places| {
            let places: Vec<String> = places
                .iter()
                .filter_map(toml::Value::as_str)
                .map(plain)
                .collect();
            (
                resolved(tree, path, places.iter().map(String::as_str)),
                line("version_locations"),
            )
        });
    Some(Config {
        path: path.to_string(),
        section: String::new(),
        line: at,
        directory: files::directory(tree, path.parent(), &location, "env.py")?,
        versions: places,
        recursive: setting("recursive_version_locations").is_some_and(|(value, _)| is_true(&value)),
        file_template: setting("file_template"),
        slug_length: setting("truncate_slug_length"),
        timezone: setting("timezone"),
    })
}
