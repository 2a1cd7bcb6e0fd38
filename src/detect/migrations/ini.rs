//! INI files as Python's `configparser` reads them, as far as Alembic's settings go.

use std::collections::BTreeMap;

/// What `%(here)s` becomes: the directory of the file, which is not known here.
pub(super) const HERE: &str = "\u{1}";

/// The values of a section by key in lower case, each with its line.
pub(super) type Section = BTreeMap<String, (String, usize)>;

/// The sections of a file in their order; each has what `[DEFAULT]` says, too.
pub(super) fn sections(text: &str) -> Vec<(String, Section)> {
    let mut found: Vec<(String, Section)> = Vec::new();
    let mut last: Option<String> = None;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = header(line) {
            found.push((name.to_owned(), Section::new()));
            last = None;
        } else if found.is_empty() {
            // A file without a header is no INI file to Python; its keys are read all the same.
            found.push(("alembic".to_owned(), Section::new()));
        }
        let Some((_, section)) = found.last_mut() else {
            continue;
        };
        if line.starts_with(char::is_whitespace)
            && let Some((value, _)) = last.as_ref().and_then(|key| section.get_mut(key))
        {
            *value += &format!("\n{trimmed}");
        } else if header(line).is_none()
            && let Some((key, value)) = line.split_once(['=', ':'])
        {
            let key = key.trim().to_lowercase();
            section
                .entry(key.clone())
                .or_insert((value.trim().to_owned(), index + 1));
            last = Some(key);
        }
    }
    with_defaults(found)
}

fn header(line: &str) -> Option<&str> {
    line.strip_prefix('[')?
        .split_once(']')
        .map(|(name, _)| name)
}

fn with_defaults(sections: Vec<(String, Section)>) -> Vec<(String, Section)> {
    let (defaults, mut named): (Vec<_>, Vec<_>) = sections
        .into_iter()
        .partition(|(name, _)| name == "DEFAULT");
    let defaults: Section = defaults
        .into_iter()
        .flat_map(|(_, section)| section)
        .collect();
    if named.is_empty() && !defaults.is_empty() {
        named.push(("alembic".to_owned(), Section::new()));
    }
    for (_, section) in &mut named {
        for (key, value) in &defaults {
            section.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    named
}

/// The value of a key with its line: `%%` is a percent sign, `%(key)s` another value of the section.
pub(super) fn value(section: &Section, key: &str) -> Option<(String, usize)> {
    let (text, line) = section.get(key)?;
    Some((filled(section, text, 0), *line))
}

fn filled(section: &Section, text: &str, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out += before;
        if let Some(behind) = after.strip_prefix('%') {
            out.push('%');
            rest = behind;
        } else if let Some((name, behind)) = after
            .strip_prefix('(')
            .and_then(|after| after.split_once(")s"))
        {
            match section.get(&name.to_lowercase()) {
                _ if name == "here" => out += HERE,
                Some((value, _)) if depth < 8 => out += &filled(section, value, depth + 1),
                _ => out += &format!("%({name})s"),
            }
            rest = behind;
        } else {
            out.push('%');
            rest = after;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_section() {
        let text = "[DEFAULT]\nfile_template = %%(year)d_%%(slug)s\n\n[alembic]\n# a note\nScript_Location : a/b\n\
                    version_locations = %(script_location)s/versions\n    %(here)s/more\n[other]\nscript_location=c\n";
        let sections = sections(text);
        for (section, key, expected) in [
            (0, "file_template", Some(("%(year)d_%(slug)s", 2))),
            (0, "script_location", Some(("a/b", 6))),
            (
                0,
                "version_locations",
                Some(("a/b/versions\n\u{1}/more", 7)),
            ),
            (0, "timezone", None),
            (1, "script_location", Some(("c", 10))),
            (1, "file_template", Some(("%(year)d_%(slug)s", 2))),
        ] {
            let found = value(&sections[section].1, key);
            let expected = expected.map(|(text, line)| (text.to_owned(), line));
            assert_eq!(found, expected, "{key} of [{}]", sections[section].0);
        }
    }
}
