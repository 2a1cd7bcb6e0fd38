//! The names of revisions: of their files, their ids and their constraints.

use super::{Result, error};
use crate::render::revision_id;

/// The name of a migration by Alembic's `file_template`: `%(rev)s`, `%(slug)s`, `%(year)d` … `%(second).2d`, `%(epoch)s`.
///
/// `created` is an ISO time in UTC, `2026-11-20T00:00:00Z`. Its day alone is that of the run; the hour is always the
/// first, so that a dry run and the run after it give the same name.
pub(super) fn migration_file(
    template: &str,
    revision: &str,
    slug: &str,
    created: &str,
) -> Result<String> {
    let tokens = Tokens {
        revision,
        slug,
        created,
    };
    Ok(format!(
        "{}.py",
        tokens.fill(&template.replace("%%", "%"), template)?
    ))
}

/// What a template of a file name or of an id may name.
struct Tokens<'a> {
    revision: &'a str,
    slug: &'a str,
    created: &'a str,
}

impl Tokens<'_> {
    fn fill(&self, template: &str, origin: &str) -> Result<String> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("%(") {
            let unknown = || {
                let token: String = after.chars().take_while(|c| *c != ')').collect();
                error(format!(
                    "file_template `{origin}`: the token `%({token})` is not known"
                ))
            };
            let (name, behind) = after.split_once(')').ok_or_else(unknown)?;
            let end = behind
                .find(|c: char| c.is_ascii_alphabetic())
                .ok_or_else(unknown)?;
            let width = behind[..end]
                .trim_start_matches(['.', '0', '-'])
                .parse()
                .unwrap_or(0);
            let value = self.value(name).ok_or_else(unknown)?;
            out += before;
            out += &match value.parse::<u64>() {
                Ok(number) if name != "rev" && name != "slug" => format!("{number:0width$}"),
                _ => value,
            };
            rest = &behind[end + 1..];
        }
        Ok(out + rest)
    }

    fn value(&self, name: &str) -> Option<String> {
        let parts: Vec<&str> = self.created.split(['-', 'T', ':', 'Z', '.', '+']).collect();
        let part = |index: usize| parts.get(index).map(|part| (*part).to_owned());
        match name {
            "rev" => Some(self.revision.to_owned()),
            "slug" => Some(self.slug.to_owned()),
            "kebab" => Some(self.slug.replace('_', "-")),
            "year" => part(0),
            "month" => part(1),
            "day" => part(2),
            "hour" => part(3),
            "minute" => part(4),
            "second" => part(5),
            "epoch" => {
                let number = |index: usize| part(index)?.parse().ok();
                Some((86_400 * days(number(0)?, number(1)?, number(2)?)).to_string())
            }
            _ => None,
        }
    }
}

/// The days from 1970-01-01 to a day of the Gregorian calendar; a year begins with March, so that its leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The words of a file name as Alembic makes them of a message: no longer than `length`, cut between words.
pub(super) fn revision_slug(message: &str, length: &str) -> String {
    let words = message
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("_").to_lowercase();
    let length = length.trim().parse().unwrap_or(40);
    if slug.chars().count() <= length {
        return slug;
    }
    let cut: String = slug.chars().take(length).collect();
    let kept = cut.rsplit_once('_').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{kept}_")
}

/// The id of the next revision in the form of its siblings; `parents` make one of digits its own.
///
/// One that is a date comes after `highest`, the last one that there is.
pub(super) fn next_revision(
    form: &str,
    slug: &str,
    parents: &str,
    created: &str,
    highest: &str,
) -> Result<String> {
    let digits = form
        .strip_prefix("%(hex")
        .and_then(|rest| rest.strip_suffix(")s"))
        .and_then(|digits| digits.parse().ok());
    if let Some(digits) = digits {
        let parts = [slug.to_owned(), parents.to_owned()];
        let mut id = revision_id(&parts);
        while id.len() < digits {
            id += &revision_id(&[id.clone()]);
        }
        id.truncate(digits);
        return Ok(id);
    }
    let id = Tokens {
        revision: "",
        slug,
        created,
    }
    .fill(form, form)?;
    match (id.parse::<u64>(), highest.parse::<u64>()) {
        (Ok(number), Ok(highest)) if number <= highest => Ok((highest + 1).to_string()),
        _ => Ok(id),
    }
}

/// A name by the form that siblings show: `fk_%(table)s_%(column)s_%(target)s`.
pub(super) fn constraint_name(form: &str, table: &str, column: &str, target: &str) -> String {
    let tokens = [("table", table), ("column", column), ("target", target)];
    let form = form.strip_prefix("op.f:").unwrap_or(form);
    tokens.iter().fold(form.to_owned(), |name, (token, value)| {
        name.replace(&format!("%({token})s"), value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_templates_of_alembic() {
        for (template, expected) in [
            ("%(rev)s_%(slug)s", "ab12_create_users.py"),
            ("%%(rev)s_%%(slug)s", "ab12_create_users.py"),
            (
                "%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(slug)s",
                "2026_03_09_0000-create_users.py",
            ),
            ("%(year)d/%(month)02d/%(slug)s", "2026/03/create_users.py"),
            ("%(month)d-%(day)s_%(rev)s", "3-9_ab12.py"),
            ("%(epoch)s_%(rev)s", "1773014400_ab12.py"),
        ] {
            let name = migration_file(template, "ab12", "create_users", "2026-03-09T00:00:00Z");
            assert_eq!(name.ok().as_deref(), Some(expected), "{template}");
        }
        assert!(migration_file("%(nope)s", "a", "b", "2026-03-09T00:00:00Z").is_err());
    }

    #[test]
    fn slugs_of_alembic() {
        for (message, length, expected) in [
            (
                "Add created_at to User, and Item!",
                "40",
                "add_created_at_to_user_and_item",
            ),
            (
                "add created at to user and item",
                "20",
                "add_created_at_to_",
            ),
            ("abcdefgh", "4", "abcd_"),
            ("an order", "", "an_order"),
        ] {
            assert_eq!(revision_slug(message, length), expected, "{message}");
        }
    }

    #[test]
    fn the_next_id() {
        for (form, highest, expected) in [
            ("%(hex12)s", "", "0a0e264cef7a"),
            ("%(hex8)s", "", "0a0e264c"),
            ("0004", "", "0004"),
            ("0004_%(slug)s", "", "0004_add_age"),
            ("v4-%(kebab)s", "", "v4-add-age"),
            ("%(year)d%(month).2d%(day).2d", "20260308", "20260309"),
            ("%(year)d%(month).2d%(day).2d", "20260309", "20260310"),
        ] {
            let id = next_revision(form, "add_age", "ab12", "2026-03-09T00:00:00Z", highest);
            assert_eq!(id.ok().as_deref(), Some(expected), "{form}");
        }
    }
}
