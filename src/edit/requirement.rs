//! A requirement such as `uvicorn[standard]>=0.54; python_version < "3.14"`, as data.

use crate::error::{Error, Result};

/// A package that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requirement {
    /// As it was written.
    pub(super) source: String,
    /// The name of the package, as it was written.
    pub(super) name: String,
    /// In the form that indexes compare.
    pub(super) extras: Vec<String>,
    version: String,
    marker: String,
}

impl Requirement {
    /// Reads `source`.
    pub(super) fn parse(source: &str) -> Result<Self> {
        let source = source.trim();
        let (spec, marker) = source.split_once(';').unwrap_or((source, ""));
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let end = spec.find(|letter| !is_name(letter)).unwrap_or(spec.len());
        let (name, rest) = spec.split_at(end);
        let (extras, version) = extras(rest.trim())
            .filter(|_| name.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
            .ok_or_else(|| {
                Error::pattern(format!("`{source}` is not a requirement"))
                    .hint("write a package and a version: `fastapi>=0.165`")
            })?;
        let extras = extras.iter().map(|extra| normalised(extra)).collect();
        Ok(Self {
            source: source.to_owned(),
            name: name.to_owned(),
            extras,
            version: version.to_owned(),
            marker: marker.trim().to_owned(),
        })
    }

    /// The extras of `self` that a declaration with the extras `known` lacks.
    pub(super) fn lacking<'a>(&'a self, known: &[String]) -> Vec<&'a str> {
        let missing = self.extras.iter().filter(|extra| !known.contains(extra));
        missing.map(String::as_str).collect()
    }

    /// Packages, each with an extra that it needs for that, which bring what the extra `extra` does.
    pub(super) fn bringers(&self, extra: &str) -> Vec<(String, Option<&'static str>)> {
        let name = normalised(&self.name);
        let mut bringers = vec![(format!("{name}-{extra}"), None)];
        let known = BROUGHT
            .iter()
            .filter(|(package, its_extra, ..)| *package == name && *its_extra == extra);
        bringers.extend(known.map(|(.., other, with)| ((*other).to_owned(), *with)));
        bringers
    }

    /// Packages that bring this one, each with the extra that it needs for that.
    pub(super) fn carriers(&self) -> Vec<(&'static str, &'static str)> {
        let name = normalised(&self.name);
        let of_extra = BROUGHT
            .iter()
            .filter(|(.., other, with)| *other == name && with.is_none());
        let mut carriers = Vec::new();
        for (package, extra, ..) in of_extra {
            carriers.push((*package, *extra));
            let others = BROUGHT
                .iter()
                .filter(|(p, e, ..)| p == package && e == extra);
            carriers.extend(others.filter_map(|(.., other, with)| Some((*other, (*with)?))));
        }
        carriers
    }

    /// The source with `more` extras.
    pub(super) fn with_extras(&self, more: &[&str]) -> String {
        let rest = &self.source[self.name.len()..];
        match (rest.find('['), rest.find(']')) {
            (Some(open), Some(close)) if rest[..open].trim().is_empty() => {
                let gap = if rest[open..close].contains(", ") {
                    ", "
                } else {
                    ","
                };
                let before = rest[..close].trim_end();
                let first = if before.ends_with('[') { "" } else { gap };
                let more = more.join(gap);
                format!("{}{before}{first}{more}{}", self.name, &rest[close..])
            }
            _ => format!("{}[{}]{rest}", self.name, more.join(",")),
        }
    }

    /// The requirement with its version bounded as most of `siblings` have theirs; it keeps its least version
    /// where theirs are not bounded at all.
    pub(super) fn like(&self, siblings: &[Self]) -> String {
        let Some(least) = self.least() else {
            return self.source.clone();
        };
        let most = |is: fn(&str) -> bool| {
            let like = siblings.iter().filter(|sibling| is(&sibling.version));
            siblings.len() > 1 && like.count() * 2 > siblings.len()
        };
        let bound = if most(|version| version.starts_with("==")) {
            format!("=={least}")
        } else if most(|version| version.starts_with("~=")) {
            format!("~={}", with_minor(least))
        } else if most(|version| version.starts_with('(')) {
            format!(" (>={least})")
        } else {
            return self.source.clone();
        };
        self.source.replacen(&self.version, &bound, 1)
    }

    /// The version of a requirement that says nothing but the least one.
    fn least(&self) -> Option<&str> {
        let least = self.version.strip_prefix(">=")?.trim();
        (!least.contains([',', ' '])).then_some(least)
    }

    /// Whether `written` says the same, its version bounded in whatever way.
    pub(super) fn is_written_as(&self, written: &str) -> bool {
        let least = self.least().unwrap_or_default();
        written == self.source || (!least.is_empty() && written.contains(least))
    }

    /// The value that Poetry wants for it, bounded as most of the versions `siblings` are.
    pub(super) fn poetry(&self, siblings: &[&str]) -> String {
        let most = |sign: char| {
            let like = siblings.iter().filter(|version| version.starts_with(sign));
            like.count() * 2 > siblings.len()
        };
        let bounded = self.least().and_then(|least| {
            ['^', '~']
                .into_iter()
                .find(|sign| most(*sign))
                .map(|sign| format!("{sign}{least}"))
        });
        let version = match bounded.as_deref().unwrap_or(&self.version) {
            "" => "\"*\"".to_owned(),
            version => toml_string(version),
        };
        if self.extras.is_empty() && self.marker.is_empty() && !self.version.starts_with('@') {
            return version;
        }
        let mut entries = Vec::new();
        match self.version.strip_prefix('@') {
            Some(url) => entries.push(format!("url = {}", toml_string(url.trim()))),
            None => entries.push(format!("version = {version}")),
        }
        if !self.extras.is_empty() {
            let extras: Vec<String> = self.extras.iter().map(|extra| toml_string(extra)).collect();
            entries.push(format!("extras = [{}]", extras.join(", ")));
        }
        if !self.marker.is_empty() {
            entries.push(format!("markers = {}", toml_string(&self.marker)));
        }
        format!("{{ {} }}", entries.join(", "))
    }
}

/// What brings the extra of a package without its name: package, extra, the other package, its extra.
const BROUGHT: &[(&str, &str, &str, Option<&str>)] = &[
    ("pydantic", "email", "email-validator", None),
    ("pydantic", "email", "fastapi", Some("standard")),
    ("pydantic", "email", "fastapi", Some("all")),
    ("sqlalchemy", "asyncio", "greenlet", None),
];

/// A version of at least two numbers, as `~=` needs it.
fn with_minor(version: &str) -> String {
    if version.contains('.') {
        version.to_owned()
    } else {
        format!("{version}.0")
    }
}

/// The name by which a package index knows `name`: small letters, single dashes.
pub(super) fn normalised(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-").to_lowercase()
}

/// The extras and the version of what follows the name; nothing where it is neither.
fn extras(rest: &str) -> Option<(Vec<String>, &str)> {
    let (extras, version) = match rest.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => ("", rest),
    };
    let version = version.trim();
    let starts = version.is_empty() || version.starts_with(['<', '>', '=', '!', '~', '@', '(']);
    let names = extras
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    starts.then(|| (names.map(str::to_owned).collect(), version))
}

fn toml_string(content: &str) -> String {
    super::toml::string(content, "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poetry_gets_its_own_form() {
        for (source, name, value) in [
            ("fastapi", "fastapi", "\"*\""),
            ("fastapi >= 0.1, < 2", "fastapi", "\">= 0.1, < 2\""),
            (
                "a.b_c[x, y]",
                "a.b_c",
                "{ version = \"*\", extras = [\"x\", \"y\"] }",
            ),
            ("a @ https://x/y.whl", "a", "{ url = \"https://x/y.whl\" }"),
            (
                "a==1; b == \"c\"",
                "a",
                "{ version = \"==1\", markers = 'b == \"c\"' }",
            ),
        ] {
            let requirement = Requirement::parse(source).expect("a requirement");
            assert_eq!(
                (requirement.name.as_str(), requirement.poetry(&[]).as_str()),
                (name, value)
            );
        }
    }

    #[test]
    fn names_are_compared_without_their_spelling() {
        assert_eq!(normalised("Foo.Bar__baz-Q"), "foo-bar-baz-q");
        assert_ne!(normalised("post"), normalised("posts"));
    }
}
