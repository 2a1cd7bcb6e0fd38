//! Definitions that an update changes: each is merged where it stands, with what a person made of it.

use super::beside::beside;
use super::source::{Definition, Source};
use crate::edit::imports::bindings;
use crate::edit::python::{Module, is_definition, statements};
use crate::edit::text::{self, Splice, Text};
use crate::edit::{Back, Operation, Outcome, Style, edit, take_back};
use crate::error::Result;
use crate::merge::{Labels, Merge, merge, preferring_new};

/// A text with its definitions as they are drawn up now.
#[derive(Clone, Debug, PartialEq)]
pub struct Redefined {
    /// The text; where both sides changed the same lines, those are between markers.
    pub text: String,
    /// The text with the new side where both sides changed the same lines; none where they did nowhere.
    pub preferring_new: Option<String>,
    /// The first line that changed.
    pub line: usize,
    /// Names that are drawn up no more, and stay since they were edited.
    pub kept: Vec<String>,
}

/// Makes the definitions of `old` those of `new` in the text of the file at `path`; none where the two share no name.
///
/// A definition that is not there stays away; one that is new stands behind those that are there.
///
/// # Errors
/// A pattern error where a source is none.
pub fn redefine(
    (path, before): (&str, &str),
    (old, new): (&str, &str),
    (labels, style): (Labels, &Style),
) -> Result<Option<Redefined>> {
    let plain = Text::of(before);
    let file = Module::parse(path, plain.plain());
    let texts = [old, new].map(|source| {
        let source = beside(source, path, before);
        format!("{}\n", source.trim_end())
    });
    let modules = [Module::parse("", &texts[0]), Module::parse("", &texts[1])];
    let [old, new] = [Source::read(&modules[0])?, Source::read(&modules[1])?];
    let named = |source: &Source<'_, '_>, name: &str| {
        source.definitions().iter().any(|one| one.name == name)
    };
    if !new.definitions().iter().any(|one| named(&old, &one.name)) {
        return Ok(None);
    }
    let mut merged = Merged::default();
    for definition in old.definitions() {
        let there = find(&file, &definition.name);
        let now = new
            .definitions()
            .iter()
            .find(|one| one.name == definition.name);
        if let Some(range) = there {
            let sides = (
                source_of(&old, definition),
                now.map(|now| source_of(&new, now)),
            );
            merged.one(&file, range, (&definition.name, sides), labels);
        }
    }
    let fresh = new
        .definitions()
        .iter()
        .filter(|one| !named(&old, &one.name) && find(&file, &one.name).is_none());
    if let Some(splice) = behind(&file, &old, &new, fresh.collect()) {
        merged.splices.push(splice);
    }
    let line = merged.splices.iter().map(|splice| splice.range.start).min();
    let text = plain.spliced(&merged.splices);
    let preferring_new = merged
        .is_conflict
        .then(|| plain.spliced(&merged.preferring()));
    let is_there = old
        .definitions()
        .iter()
        .any(|one| find(&file, &one.name).is_some());
    let imports = (&old, if is_there { &new } else { &old });
    Ok(Some(Redefined {
        text: imported(path, text, imports, style)?,
        preferring_new: preferring_new
            .map(|text| imported(path, text, imports, style))
            .transpose()?,
        line: text::line_number(file.text, line.unwrap_or(0)),
        kept: merged.kept,
    }))
}

/// What is done to a file.
#[derive(Default)]
struct Merged {
    splices: Vec<Splice>,
    /// The new side of each splice that has markers.
    preferred: Vec<(usize, String)>,
    is_conflict: bool,
    kept: Vec<String>,
}

impl Merged {
    /// One definition that stands in `range`: what it was drawn up as, and what it is now, if it still is.
    fn one(
        &mut self,
        file: &Module<'_>,
        range: std::ops::Range<usize>,
        (name, (base, new)): (&str, (&str, Option<&str>)),
        labels: Labels,
    ) {
        let yours = &file.text[range.clone()];
        let Some(new) = new else {
            if yours == base {
                let start = file.text[..range.start].trim_end_matches('\n').len();
                self.splices.push(Splice::replace(start..range.end, ""));
            } else {
                self.kept.push(name.to_owned());
            }
            return;
        };
        if base == new || yours == new {
            return;
        }
        let [base, mine, theirs] = [base, yours, new].map(|text| format!("{text}\n"));
        let merged = merge(&base, &mine, &theirs, labels);
        let (Merge::Clean(bytes) | Merge::Conflict(bytes)) = &merged;
        let text = String::from_utf8_lossy(bytes).into_owned();
        if let Merge::Conflict(_) = merged {
            self.is_conflict = true;
            let preferred = preferring_new(&base, &mine, &theirs);
            let preferred = preferred.trim_end_matches('\n').to_owned();
            self.preferred.push((self.splices.len(), preferred));
        }
        let text = text.strip_suffix('\n').unwrap_or(&text);
        self.splices.push(Splice::replace(range, text));
    }

    /// The splices with the new side alone.
    fn preferring(&self) -> Vec<Splice> {
        let mut splices = self.splices.clone();
        for (at, text) in &self.preferred {
            splices[*at].with.clone_from(text);
        }
        splices
    }
}

/// Where the definition of `name` stands, with the comments above it.
fn find(file: &Module<'_>, name: &str) -> Option<std::ops::Range<usize>> {
    let mut all = statements(file.root()).into_iter();
    let node = all.find(|node| bindings::defined(file, *node) == name)?;
    Some(text::comments_above(file.text, node.start_byte())..file.line_end(node))
}

fn source_of<'a>(source: &Source<'_, 'a>, definition: &Definition<'_>) -> &'a str {
    &source.module.text[definition.range.clone()]
}

/// The splice that puts definitions behind the last of those that are there.
fn behind(
    file: &Module<'_>,
    old: &Source<'_, '_>,
    new: &Source<'_, '_>,
    fresh: Vec<&Definition<'_>>,
) -> Option<Splice> {
    let there = old.definitions().iter();
    let at = there
        .filter_map(|one| find(file, &one.name))
        .map(|range| range.end)
        .max()?;
    let defines = fresh.iter().any(|one| is_definition(one.node));
    let parts: Vec<_> = fresh.into_iter().map(|one| one.range.clone()).collect();
    let gap = if defines { "\n\n\n" } else { "\n\n" };
    (!parts.is_empty()).then(|| Splice::insert(at, format!("{gap}{}", new.joined(parts))))
}

/// `text` with the imports of `new` and without those that only `old` needed.
fn imported(
    path: &str,
    text: String,
    (old, new): (&Source<'_, '_>, &Source<'_, '_>),
    style: &Style,
) -> Result<String> {
    let mut text = text;
    let operations = |source: &Source<'_, '_>| -> Result<Vec<Operation>> {
        let mut all = Vec::new();
        for (line, within) in source.import_lines(path) {
            all.extend(crate::edit::singly(Operation::PythonImport {
                line,
                within,
            })?);
        }
        Ok(all)
    };
    let [old, new] = [operations(old)?, operations(new)?];
    for operation in new.iter().filter(|one| !old.contains(one)) {
        if let (_, Outcome::Changed { text: after, .. }) = edit(operation, path, &text, style)? {
            text = after;
        }
    }
    for operation in old.iter().filter(|one| !new.contains(one)) {
        if let Back::Changed { text: after, .. } = take_back(operation, path, &text, style)? {
            text = after;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "from sa import A\n\n\nclass User(Base):\n    id: int\n    name: A\n";
    const NEW: &str =
        "from sa import A, B\n\n\nclass User(Base):\n    id: int\n    name: A\n    age: B\n";

    fn redefined(before: &str, old: &str, new: &str) -> Option<Redefined> {
        let labels = Labels {
            base: "as stamped",
            yours: "yours",
            new: "new",
        };
        let around = (labels, &Style::default());
        redefine(("app/models.py", before), (old, new), around).expect("sources")
    }

    #[test]
    fn each_is_merged_where_it_stands() {
        let file = |body: &str, imports: &str| {
            format!(
                "import os\n\n{imports}\n\n\nclass First:\n    pass\n\n\n{body}\n\n\nclass Last:\n    pass\n"
            )
        };
        let was = file(
            "class User(Base):\n    id: int\n    name: A",
            "from sa import A",
        );
        let is = file(
            "class User(Base):\n    id: int\n    name: A\n    age: B",
            "from sa import A, B",
        );
        for (before, after) in [
            (was.clone(), is.clone()),
            (is.clone(), is.clone()),
            (was.replace('\n', "\r\n"), is.replace('\n', "\r\n")),
            (
                was.replace("    id: int", "    # mine\n    id: int"),
                is.replace("    id: int", "    # mine\n    id: int"),
            ),
            (
                was.replace("    name: A\n", "    name: A\n\n    def f(self): ...\n"),
                is.replace("    age: B\n", "    age: B\n\n    def f(self): ...\n"),
            ),
        ] {
            let redefined = redefined(&before, OLD, NEW).expect("a name in common");
            assert_eq!(redefined.text, after);
            assert_eq!(redefined.preferring_new, None);
        }
        let back = redefined(&is, NEW, OLD).expect("a name in common");
        assert_eq!(back.text, was, "and the other way round");
    }

    #[test]
    fn what_meets_is_shown_and_what_is_gone_stays_so() {
        let before =
            "from sa import A\n\n\nclass User(Base):\n    id: int\n    name: str  # mine\n";
        let new = OLD.replace("name: A", "name: C");
        let met = redefined(before, OLD, &new).expect("a name in common");
        assert!(
            met.text.contains("<<<<<<< yours\n    name: str  # mine\n"),
            "{}",
            met.text
        );
        let preferred = met.preferring_new.expect("a conflict");
        assert_eq!(preferred, before.replace("name: str  # mine", "name: C"));
        let other = redefined("x = 1\n", OLD, NEW).expect("a name in common");
        assert_eq!(other.text, "x = 1\n");
        assert_eq!(redefined("x = 1\n", OLD, "class Other: ...\n"), None);
    }

    #[test]
    fn names_come_and_go() {
        let two = format!("{OLD}\n\nclass Extra:\n    pass\n");
        let made = redefined(OLD, OLD, &two).expect("a name in common");
        assert_eq!(made.text, two);
        let back = redefined(&two, &two, OLD).expect("a name in common");
        assert_eq!(back.text, OLD);
        let mine = two.replace("    pass", "    mine = 1");
        let kept = redefined(&mine, &two, OLD).expect("a name in common");
        assert_eq!((kept.text, kept.kept), (mine, vec!["Extra".to_owned()]));
    }
}
