//! The tests that a target gets, as values for templates.

use serde::Serialize;

/// A test.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub(super) struct Case {
    /// Its function.
    pub name: String,
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

/// What a test does.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub(super) enum Shape {
    /// Calls and looks at what comes back.
    Returns {
        /// Statements before the call.
        arrange: Vec<String>,
        /// The call.
        call: String,
        /// What holds for `result`.
        assertion: String,
    },
    /// Enters a context manager and looks at what it gives.
    Enters {
        /// Statements before the call.
        arrange: Vec<String>,
        /// `with`, or `async with`.
        with: &'static str,
        /// The call.
        call: String,
        /// What holds for `result`.
        assertion: String,
    },
    /// Calls and is refused.
    Raises {
        /// Statements before the call.
        arrange: Vec<String>,
        /// The call.
        call: String,
        /// The exception.
        exception: String,
        /// What its message begins with, where that is plain.
        message: Option<String>,
    },
    /// Does nothing but call, or not even that.
    Calls {
        /// Statements before the call.
        arrange: Vec<String>,
        /// The call, where all of its arguments are known.
        call: Option<String>,
    },
    /// Connects, and is turned away.
    Closes {
        /// The call that connects.
        call: String,
        /// The code that it is closed with.
        code: u16,
    },
    /// Asks the service.
    Request(Box<Request>),
    /// Makes, reads, changes and deletes over several routes.
    Journey {
        /// The name of the key in the answer to the first, where that makes one.
        key: Option<String>,
        /// The requests, in order.
        steps: Vec<Request>,
    },
    /// Compares the parameters of a function with what they are now.
    Signature {
        /// The function as code.
        function: String,
        /// Its parameters.
        parameters: Vec<String>,
        /// Those of them that have no default, where others have one.
        bare: Option<Vec<String>>,
        /// What a person may put below, where no other test has a place for it.
        place: Option<&'static str>,
    },
    /// Compares what the service says of a route with what it says now.
    Contract {
        /// The application as code.
        app: String,
        /// The path of the route.
        path: String,
        /// The method, in small letters.
        method: String,
        /// The status of an answer that is no error.
        status: u16,
        /// Required parameters beside the body.
        parameters: Vec<String>,
        /// Whether they are all that it requires.
        is_all: bool,
        /// The fields that its body must have, where that is one model.
        takes: Option<Vec<String>>,
        /// The keys of its answer, or of each in a list, where all of them are known.
        gives: Vec<String>,
        /// Whether the answer is a list.
        is_list: bool,
    },
}

/// One request, and what holds for its answer.
#[derive(Clone, Debug, Default, Serialize, PartialEq)]
pub(super) struct Request {
    /// What it does, in a few words.
    pub does: String,
    /// The client.
    pub client: String,
    /// The method, in small letters.
    pub method: String,
    /// The address, as code: a text or an f-string.
    pub address: String,
    /// Statements before it.
    pub arrange: Vec<String>,
    /// Further arguments as code: `json={…}`, `headers=headers`.
    pub arguments: Vec<String>,
    /// The status, or those one of which it is.
    pub status: Vec<u16>,
    /// The keys of the answer, where it is an object and all of them are known.
    pub keys: Vec<String>,
    /// Whether the keys are those of each item of a list.
    pub is_list: bool,
    /// Where it leads to.
    pub location: Option<String>,
    /// What its media type begins with.
    pub media: Option<String>,
    /// Values that the answer has by their keys, as code.
    pub has: Vec<(String, String)>,
    /// Where the answer says that something is wrong: `["body", "price"]`.
    pub wrong: Vec<String>,
    /// What reads the answer, or each item of it, as code: `Item.model_validate`.
    pub model: Option<String>,
    /// Awaited.
    pub awaits: bool,
    /// The whole expression.
    pub code: String,
}

impl Case {
    /// A test that does nothing yet.
    pub fn empty(name: String) -> Self {
        Self {
            name,
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

    /// Calls routes in its docstring by the names of their handlers, where a line has no room for their paths.
    pub fn shorten(&mut self, room: usize, routes: impl Iterator<Item = (String, String)>) {
        let around = "    \"\"\"\"\"\"".len();
        if self.doc.chars().count() + around <= room {
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
