//! Which Pydantic a project is written for: by the versions that it is held to, else by the words that it uses.

use super::code::Code;

/// Words of the second version, and of the first.
const NEW: [&str; 5] = [
    "field_validator",
    "model_config",
    "model_validate",
    "ConfigDict",
    "model_dump",
];
const OLD: [&str; 5] = [
    "orm_mode",
    "parse_obj",
    "allow_population_by_field_name",
    "root_validator",
    "BaseSettings,",
];

/// The first minor version of `FastAPI` that takes the second version of Pydantic as well.
const TAKES_NEW: u32 = 100;

/// Whether a project is written for the first version of Pydantic.
pub(super) fn is_old(code: &Code) -> bool {
    let beside = code.facts.text("project.dependency_file");
    let beside = beside
        .and_then(|file| file.rsplit_once('/'))
        .map(|(dir, _)| dir);
    let mut dirs = vec![beside.unwrap_or_default(), ""];
    dirs.dedup();
    let held = dirs.into_iter().find_map(|dir| held(code, dir));
    held.unwrap_or_else(|| says(code, &OLD) && !says(code, &NEW))
}

/// What the files of a directory hold it to: those that pin each version, then those that bound it.
fn held(code: &Code, dir: &str) -> Option<bool> {
    let text = |name: &str| match dir {
        "" => code.plain(name),
        dir => code.plain(&format!("{dir}/{name}")),
    };
    let locked = ["uv.lock", "poetry.lock", "pdm.lock"];
    let bounded = ["requirements.txt", "pyproject.toml"];
    let by_lock = locked.into_iter().find_map(|name| locks(&text(name)));
    by_lock.or_else(|| bounded.into_iter().find_map(|name| bounds(&text(name))))
}

/// The version of Pydantic in the text of a lock file.
fn locks(text: &str) -> Option<bool> {
    let (_, behind) = text.split_once("name = \"pydantic\"\n")?;
    let version = behind.lines().next()?.strip_prefix("version = \"")?;
    Some(version.starts_with("1."))
}

/// What the lines of a file ask of Pydantic, or of the `FastAPI` that brings it.
fn bounds(text: &str) -> Option<bool> {
    let of = |name: &'static str| text.lines().filter_map(move |line| asked(line, name));
    let own = of("pydantic").find_map(|versions| {
        let held = first(versions, &["==", "~=", "^", ">=", "\""]).map(|(major, _)| major);
        match held {
            _ if versions.contains("<2") => Some(true),
            Some(1) if !versions.contains(">=") => Some(true),
            Some(2) => Some(false),
            _ => None,
        }
    });
    own.or_else(|| {
        of("fastapi").find_map(|versions| {
            let (_, minor) = first(versions, &["==", "~=", "^", "\""])?;
            minor.is_some_and(|minor| minor < TAKES_NEW).then_some(true)
        })
    })
}

/// What stands behind the name of a package in a line that asks for it.
fn asked<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let behind = line
        .trim_start()
        .trim_start_matches('"')
        .strip_prefix(name)?;
    let behind = match behind.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => behind,
    };
    let is_whole = !behind.starts_with(|c: char| c.is_alphanumeric() || "-_.".contains(c));
    is_whole.then_some(behind)
}

/// The version behind the first of some signs: `0.87` of `==0.87.0`; the minor one only where the major one is 0.
fn first(versions: &str, signs: &[&str]) -> Option<(u32, Option<u32>)> {
    let number = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit());
        text.get(..end.unwrap_or(text.len()))?.parse::<u32>().ok()
    };
    signs.iter().find_map(|sign| {
        let (_, behind) = versions.split_once(sign)?;
        let major = number(behind.trim_start())?;
        let minor = behind.split_once('.').and_then(|(_, rest)| number(rest));
        Some((major, minor.filter(|_| major == 0)))
    })
}

/// Whether a module that speaks of Pydantic has one of some words.
fn says(code: &Code, words: &[&str]) -> bool {
    let mut texts = code.paths().iter().filter_map(|path| code.text(path));
    texts.any(|text| text.contains("pydantic") && words.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::{bounds, locks};

    #[test]
    fn versions_that_a_project_is_held_to() {
        for (text, expected) in [
            ("pydantic==1.10.2\n", Some(true)),
            ("pydantic[email]>=1.9,<2\n", Some(true)),
            ("pydantic = \"^1.9\"\n", Some(true)),
            (
                "pydantic = { version = \"^1.9\", extras = [\"email\"] }\n",
                Some(true),
            ),
            ("    \"pydantic >= 2.1\",\n", Some(false)),
            ("pydantic = \"2.5.0\"\n", Some(false)),
            ("pydantic>=1.10\n", None),
            ("pydantic-settings==1.0\n", None),
            ("fastapi==0.87.0\nuvicorn==0.20.0\n", Some(true)),
            ("fastapi = \"^0.79.1\"\n", Some(true)),
            ("fastapi==0.115.0\n", None),
            ("fastapi==0.87.0\npydantic==2.0\n", Some(false)),
            ("fastapi>=0.87.0\n", None),
            ("", None),
        ] {
            assert_eq!(bounds(text), expected, "{text}");
        }
        let lock = "[[package]]\nname = \"pydantic\"\nversion = \"1.10.2\"\n";
        assert_eq!(locks(lock), Some(true));
        assert_eq!(locks(&lock.replace("1.10", "2.10")), Some(false));
        assert_eq!(locks("name = \"pydantic-core\"\nversion = \"1.0\"\n"), None);
    }
}
