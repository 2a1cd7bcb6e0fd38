//! Names that are known to come back: built-in functions, methods, libraries, and what is asked of a session.

/// Built-in functions that come back for what their parameters are declared to be.
pub(super) const BUILT_IN: [&str; 25] = [
    "len",
    "str",
    "sum",
    "min",
    "max",
    "sorted",
    "abs",
    "round",
    "bool",
    "list",
    "dict",
    "set",
    "tuple",
    "enumerate",
    "zip",
    "range",
    "any",
    "all",
    "isinstance",
    "frozenset",
    "reversed",
    "map",
    "filter",
    "repr",
    "type",
];

/// Methods of texts and collections that come back.
pub(super) const METHODS: [&str; 38] = [
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "title",
    "capitalize",
    "casefold",
    "split",
    "rsplit",
    "splitlines",
    "replace",
    "startswith",
    "endswith",
    "join",
    "items",
    "keys",
    "values",
    "get",
    "append",
    "extend",
    "add",
    "copy",
    "isdigit",
    "isalpha",
    "isalnum",
    "partition",
    "rpartition",
    "timestamp",
    "isoformat",
    "strftime",
    "hexdigest",
    "digest",
    "encode",
    "total_seconds",
    "date",
    "astimezone",
    "quantize",
];

/// Modules whose functions come back, and what of them does not for every text.
pub(super) const LIBRARIES: [&str; 22] = [
    "datetime.",
    "math.",
    "hashlib.",
    "hmac.",
    "secrets.",
    "uuid.",
    "base64.",
    "itertools.",
    "collections.",
    "functools.",
    "string.",
    "random.",
    "decimal.",
    "textwrap.",
    "statistics.",
    "html.",
    "json.dumps",
    "urllib.parse.quote",
    "time.",
    "copy.",
    "jwt.encode",
    "jose.jwt.encode",
];
pub(super) const READING: [&str; 8] = [
    "decode",
    "loads",
    "b64decode",
    "urlsafe_b64decode",
    "strptime",
    "fromisoformat",
    "UUID",
    "sleep",
];

/// Libraries that make hashes of passwords.
pub(super) const HASHING: [&str; 3] = ["pwdlib", "passlib", "argon2"];

pub(super) fn is_calm_library(dotted: &str) -> bool {
    let last = dotted.rsplit('.').next().unwrap_or(dotted);
    LIBRARIES.iter().any(|one| dotted.starts_with(one)) && !READING.contains(&last)
}

/// What is asked of a session, and of what it answers.
pub(super) const ASKED: [&str; 6] = [
    "exec",
    "execute",
    "scalar",
    "scalars",
    "get",
    "stream_scalars",
];
pub(super) const ANSWERED: [&str; 9] = [
    "first",
    "all",
    "one_or_none",
    "scalar_one_or_none",
    "scalars",
    "unique",
    "scalar",
    "fetchall",
    "mappings",
];

/// What statements are put together with.
pub(super) const STATEMENTS: [&str; 14] = [
    "select",
    "func",
    "col",
    "sa",
    "and_",
    "or_",
    "not_",
    "desc",
    "asc",
    "exists",
    "selectinload",
    "joinedload",
    "sqlalchemy",
    "sqlmodel",
];

/// What answers of a session are called, where they have a name.
pub(super) const ANSWERS: [&str; 6] =
    ["result", "results", "rows", "answer", "res", "query_result"];
