//! The functions that keep rows, one by one: what each does, and what it takes.

use super::at;
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::session::session_type;
use crate::facts::Evidence;
use crate::idiom;
use crate::python::{Expression, Function, Module, Parameter, ParameterKind};

/// What sessions are called where nothing is annotated.
const SESSIONS: [&str; 5] = ["session", "db", "db_session", "async_session", "database"];

/// What a function does with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Create,
    Get,
    List,
    Update,
    Delete,
}

impl Verb {
    pub(super) const ALL: [Self; 5] = [
        Self::Create,
        Self::Get,
        Self::List,
        Self::Update,
        Self::Delete,
    ];

    /// By a function's name, with `{singular}` or `{plural}` for the entity or without any; nothing where the name says
    /// more than that, such as `get_{singular}_by_email`.
    fn of(name: &str) -> Option<Self> {
        let (word, rest) = name.split_once('_').unwrap_or((name, ""));
        let many = [
            "{plural}",
            "all",
            "all_{plural}",
            "multi",
            "many",
            "list",
            "{singular}_list",
        ];
        let one = ["", "{singular}", "by_id", "one", "{singular}_by_id"];
        let is_one = one.contains(&rest);
        match word {
            "create" | "add" | "insert" | "new" if is_one => Some(Self::Create),
            "update" | "edit" | "patch" | "modify" if is_one => Some(Self::Update),
            "delete" | "remove" if is_one => Some(Self::Delete),
            "list" if is_one || many.contains(&rest) => Some(Self::List),
            "get" | "read" | "fetch" | "find" | "load" if is_one => Some(Self::Get),
            "get" | "read" | "fetch" | "find" | "load" if many.contains(&rest) => Some(Self::List),
            _ => None,
        }
    }

    /// The fact that tells its function's name.
    pub(super) fn fact(self) -> &'static str {
        match self {
            Self::Create => "functions.create",
            Self::Get => "functions.get",
            Self::List => "functions.list",
            Self::Update => "functions.update",
            Self::Delete => "functions.delete",
        }
    }

    /// The usual name, with the entity in it or bare.
    pub(super) fn usual(self, bare: bool) -> &'static str {
        match (self, bare) {
            (Self::Create, true) => "create",
            (Self::Get, true) => "get",
            (Self::List, true) => "get_all",
            (Self::Update, true) => "update",
            (Self::Delete, true) => "delete",
            (Self::Create, false) => "create_{singular}",
            (Self::Get, false) => "get_{singular}",
            (Self::List, false) => "get_{plural}",
            (Self::Update, false) => "update_{singular}",
            (Self::Delete, false) => "delete_{singular}",
        }
    }

    /// Whether it changes what is kept.
    pub(super) fn writes(self) -> bool {
        !matches!(self, Self::Get | Self::List)
    }
}

/// By what a row is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Id,
    Row,
}

/// A function that keeps rows of an entity.
pub(super) struct Keeper {
    /// The form of its path.
    pub place: String,
    /// Its file.
    pub path: String,
    /// Its name.
    pub function: String,
    /// Its name with `{singular}` or `{plural}` for that of the entity.
    pub name: String,
    pub verb: Verb,
    /// The parameter that is the session.
    pub session: String,
    /// Whether the session stands behind the others; nothing where there are none, or all go by name.
    pub is_last: Option<bool>,
    /// Whether the parameters are given by name only.
    pub keywords: bool,
    /// The parameters with what a new row holds, with the row, what is to be changed of it, and its id.
    pub given: Option<String>,
    pub row: Option<String>,
    pub changes: Option<String>,
    pub id: Option<String>,
    pub by: By,
    /// Whether it commits.
    pub commits: bool,
    pub evidence: Evidence,
}

/// The functions of the program that keep rows; those of modules with routes are none.
pub(super) fn keepers(code: &Code, entities: &Entities) -> Vec<Keeper> {
    let mut found = Vec::new();
    for (path, module) in code.own() {
        if has_routes(module) {
            continue;
        }
        let top = module
            .functions
            .iter()
            .filter(|it| it.scope.is_empty() && it.decorators.is_empty() && !it.yields);
        found.extend(top.filter_map(|function| keeper(code, entities, path, module, function)));
    }
    found
}

/// Whether functions of the module are routes.
pub(super) fn has_routes(module: &Module) -> bool {
    let decorators = module
        .functions
        .iter()
        .flat_map(|function| &function.decorators);
    let mut calls = decorators.filter_map(Expression::as_call);
    calls.any(idiom::is_of_route)
}

fn keeper(
    code: &Code,
    entities: &Entities,
    path: &str,
    module: &Module,
    function: &Function,
) -> Option<Keeper> {
    let template = entities.path_template(path);
    let named = entities.template(&function.name);
    let name = match (named, &template) {
        (Some(name), _) => name,
        (None, Some(_)) => function.name.clone(),
        (None, None) => return None,
    };
    let verb = Verb::of(&name)?;
    let at_session = function
        .parameters
        .iter()
        .position(|it| is_session(code, path, it))?;
    let session = &function.parameters[at_session];
    let others: Vec<&Parameter> = function
        .parameters
        .iter()
        .filter(|it| *it != session)
        .collect();
    let keywords = session.kind == ParameterKind::KeywordOnly
        || !others.is_empty()
            && others
                .iter()
                .all(|it| it.kind == ParameterKind::KeywordOnly);
    let taken = Taken::of(verb, &others);
    let word =
        |of: Option<&str>| of.map(|it| entities.template(it).unwrap_or_else(|| it.to_owned()));
    let commits = module
        .calls
        .iter()
        .any(|site| site.scope == function.name && site.call.name() == "commit");
    Some(Keeper {
        place: template.unwrap_or_else(|| path.to_owned()),
        path: path.to_owned(),
        function: function.name.clone(),
        name,
        verb,
        session: session.name.clone(),
        is_last: (!keywords && !others.is_empty()).then_some(at_session > 0),
        keywords,
        by: if taken.id.is_some() { By::Id } else { By::Row },
        given: word(taken.given),
        row: word(taken.row),
        changes: word(taken.changes),
        id: word(taken.id),
        commits,
        evidence: at(path, function.line),
    })
}

/// Whether the parameter is a session that the caller gives.
fn is_session(code: &Code, path: &str, parameter: &Parameter) -> bool {
    match &parameter.annotation {
        _ if parameter.default.is_some() => false,
        Some(annotation) => session_type(code, path, annotation).is_some(),
        None => SESSIONS.contains(&parameter.name.as_str()),
    }
}

/// Types of what one column holds, and words beside them.
const PLAIN: [&str; 12] = [
    "str", "int", "float", "bool", "bytes", "None", "Optional", "UUID", "uuid", "datetime", "date",
    "Decimal",
];

/// What a function takes beside the session, by name.
#[derive(Default)]
struct Taken<'a> {
    given: Option<&'a str>,
    row: Option<&'a str>,
    changes: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> Taken<'a> {
    fn of(verb: Verb, others: &[&'a Parameter]) -> Self {
        let named = others
            .iter()
            .filter(|it| !matches!(it.kind, ParameterKind::Rest | ParameterKind::Keywords));
        let whole = named.clone().filter(|it| !is_of_column(it));
        let names = named.map(|it| it.name.as_str());
        let mut taken = Self::default();
        match verb {
            Verb::List => {}
            Verb::Create => {
                let mut whole = whole.map(|it| it.name.as_str());
                taken.given = whole.find(|name| !is_id(name));
            }
            Verb::Get | Verb::Update | Verb::Delete => {
                for name in names {
                    taken.take(name, verb);
                }
            }
        }
        taken
    }

    fn take(&mut self, name: &'a str, verb: Verb) {
        let place = match (is_id(name), verb) {
            (true, _) => &mut self.id,
            (false, Verb::Update) if self.id.is_some() || is_sent(name) => &mut self.changes,
            (false, Verb::Get) => return,
            (false, _) if self.row.is_none() => &mut self.row,
            (false, _) => &mut self.changes,
        };
        place.get_or_insert(name);
    }
}

/// Whether a parameter is the value of one column, as its type says: `name: str` is no whole row.
fn is_of_column(parameter: &Parameter) -> bool {
    let Some(annotation) = &parameter.annotation else {
        return false;
    };
    let is_between = |c: char| !c.is_alphanumeric() && c != '_';
    let words = annotation.source.split(is_between);
    let mut words = words.filter(|word| !word.is_empty());
    words.all(|word| PLAIN.contains(&word))
}

fn is_id(name: &str) -> bool {
    matches!(name, "id" | "pk" | "uuid") || name.ends_with("_id") || name.ends_with("_uuid")
}

/// Whether the name says that it holds what a caller sent.
fn is_sent(name: &str) -> bool {
    matches!(name, "data" | "changes" | "payload" | "values")
        || ["_in", "_update", "_data", "_changes"]
            .iter()
            .any(|end| name.ends_with(end))
}
