//! The tests that a target gets, as values for templates; `shape` says what each does.

use serde::Serialize;

use super::shape::Shape;

/// A test.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub(super) struct Case {
    /// Its function.
    pub name: String,
    /// What it is a test of, by name.
    #[serde(skip)]
    pub of: String,
    /// What it shows.
    pub doc: String,
    /// Whether it is `async def`.
    pub is_async: bool,
    /// Decorators without `@`.
    pub marks: Vec<String>,
    /// What it asks of fixtures.
    pub fixtures: Vec<Argument>,
    /// What it is run with, each by itself.
    pub over: Option<Over>,
    /// Import lines, in any order.
    pub imports: Vec<String>,
    /// What a person has to fill in before it can run.
    pub skip: Option<String>,
    /// The same in pieces that fit into a line each; empty where one line holds it.
    pub reasons: Vec<String>,
    /// What it does.
    #[serde(flatten)]
    pub shape: Shape,
}

/// Values that a test is run with, one after the other; it has each as `value`.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub(super) struct Over {
    /// The values, as code.
    pub values: Vec<String>,
    /// Their type, as code.
    pub annotation: &'static str,
}

/// A fixture that a test asks for.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub(super) struct Argument {
    /// Its name.
    pub name: String,
    /// Its type, as code.
    pub annotation: String,
}

/// What stands around a docstring in its line.
const QUOTED: usize = "    \"\"\"\"\"\"".len();

impl Case {
    /// A test that does nothing yet.
    pub fn empty(name: String) -> Self {
        Self {
            name,
            of: String::new(),
            doc: String::new(),
            is_async: false,
            marks: Vec::new(),
            fixtures: Vec::new(),
            over: None,
            imports: Vec::new(),
            skip: None,
            reasons: Vec::new(),
            shape: Shape::Calls {
                arrange: Vec::new(),
                call: None,
            },
        }
    }

    /// The same as a test of what is called `of`.
    pub fn of(self, of: &str) -> Self {
        Self {
            of: of.to_owned(),
            ..self
        }
    }

    /// Whether it waits for a person.
    pub fn is_open(&self) -> bool {
        self.skip.is_some()
    }

    /// Takes out what asks the service: the project has no client, and no application to make one of.
    pub fn lose_client(&mut self) {
        if self.fixtures.is_empty() {
            return;
        }
        self.fixtures.clear();
        self.over = None;
        self.imports = vec!["import pytest".to_owned()];
        self.marks.clear();
        self.is_async = false;
        self.skip = Some(format!(
            "give a fixture with a client of the service: {}",
            self.doc
        ));
        self.shape = Shape::Calls {
            arrange: Vec::new(),
            call: None,
        };
    }

    /// Says in a comment at its top what a person may put there.
    pub fn place(&mut self, what: &str) {
        let arrange = match &mut self.shape {
            Shape::Returns { arrange, .. }
            | Shape::Enters { arrange, .. }
            | Shape::Raises { arrange, .. }
            | Shape::Calls { arrange, .. } => arrange,
            Shape::Request(request) => &mut request.arrange,
            Shape::Journey { .. }
            | Shape::Signature { .. }
            | Shape::Contract { .. }
            | Shape::Closes { .. } => return,
        };
        arrange.insert(0, format!("# {what}"));
    }

    /// Leaves out of its docstring what a line has no room for: the class of a method, then what went wrong.
    pub fn fit(&mut self, room: usize) {
        let is_long = |doc: &str| doc.chars().count() + QUOTED > room;
        if !is_long(&self.doc) {
            return;
        }
        if let Some(method) = self
            .doc
            .split('`')
            .nth(1)
            .and_then(|path| path.split_once('.'))
        {
            let (owner, name) = (method.0.to_owned(), method.1.to_owned());
            self.doc = self
                .doc
                .replacen(&format!("`{owner}.{name}`"), &format!("`{name}`"), 1);
        }
        if is_long(&self.doc) && self.doc.starts_with("What went wrong with") {
            "What went wrong, and must not again.".clone_into(&mut self.doc);
        }
    }

    /// Calls routes in its docstring by the names of their handlers, where a line has no room for their paths.
    pub fn shorten(&mut self, room: usize, routes: impl Iterator<Item = (String, String)>) {
        if self.doc.chars().count() + QUOTED <= room {
            return;
        }
        for (path, handler) in routes {
            self.doc = self.doc.replace(&path, &handler);
        }
    }

    /// Parts what a person has to fill in at blanks, where a line has no room for it.
    pub fn wrap(&mut self, room: usize) {
        let around = "    reason=\"\"".len();
        let Some(reason) = self
            .skip
            .as_ref()
            .filter(|it| it.chars().count() + around > room)
        else {
            return;
        };
        let room = room.saturating_sub("        \"\"".len());
        let mut line = String::new();
        for word in reason.split_inclusive(' ') {
            let is_full = line.chars().count() + word.chars().count() > room;
            if is_full && !line.is_empty() {
                self.reasons.push(std::mem::take(&mut line));
            }
            line += word;
        }
        self.reasons.push(line);
    }

    /// Asks for fixtures.
    pub fn ask(&mut self, fixtures: impl IntoIterator<Item = Argument>) {
        for fixture in fixtures {
            if !self.fixtures.contains(&fixture) {
                self.fixtures.push(fixture);
            }
        }
    }

    /// Adds import lines.
    pub fn import(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            if !self.imports.contains(&line) {
                self.imports.push(line);
            }
        }
    }
}

/// Names that no two tests of a file share.
#[derive(Debug, Default)]
pub(super) struct TestNames(Vec<String>);

impl TestNames {
    /// `wanted`, or with a number where it is taken.
    pub fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while self.0.contains(&name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.0.push(name.clone());
        name
    }

    /// Takes back a name that no test has after all.
    pub fn give_back(&mut self, name: &str) {
        self.0.retain(|one| one != name);
    }
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn what_a_docstring_leaves_out() {
        let doc = "What went wrong with `Owner.method`, and must not again.";
        for (room, expected) in [
            (88, doc),
            (60, "What went wrong with `method`, and must not again."),
            (50, "What went wrong, and must not again."),
        ] {
            let mut case = Case::empty("test_it".to_owned());
            case.doc = doc.to_owned();
            case.fit(room);
            assert_eq!(case.doc, expected, "{room}");
        }
    }

    #[test]
    fn what_a_line_has_no_room_for() {
        let mut case = Case::empty("test_it".to_owned());
        case.doc = "`GET /a/long/path` answers as declared.".to_owned();
        let routes = || [("GET /a/long/path".to_owned(), "read".to_owned())].into_iter();
        case.shorten(88, routes());
        assert_eq!(case.doc, "`GET /a/long/path` answers as declared.");
        case.shorten(40, routes());
        assert_eq!(case.doc, "`read` answers as declared.");
        for (room, expected) in [
            (40, &[][..]),
            (30, &["say what stands ", "behind `it`"]),
            (20, &["say what ", "stands ", "behind ", "`it`"]),
        ] {
            case.skip = Some("say what stands behind `it`".to_owned());
            case.reasons.clear();
            case.wrap(room);
            assert_eq!(case.reasons, expected, "{room}");
        }
    }
}
