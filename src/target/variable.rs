//! What a test calls the objects that it makes.

use super::callable::snake;
use crate::naming::PYTHON_KEYWORDS;

/// Names that the code of a test uses in their own meaning.
const TAKEN: [&str; 26] = [
    "all",
    "bool",
    "bytes",
    "callable",
    "client",
    "complex",
    "dict",
    "filter",
    "float",
    "format",
    "frozenset",
    "input",
    "int",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "object",
    "range",
    "result",
    "set",
    "slice",
    "str",
    "tuple",
    "type",
];

/// The variable for an object of a class: `service` of `OrderService`, and no name that means something already.
pub(super) fn variable(class: &str) -> String {
    let snake = snake(class);
    let last = snake.rsplit('_').next().unwrap_or(&snake);
    let is_free =
        |name: &str| name != class && !TAKEN.contains(&name) && !PYTHON_KEYWORDS.contains(&name);
    match [last, &snake].into_iter().find(|name| is_free(name)) {
        Some(name) => name.to_owned(),
        None => format!("{last}_"),
    }
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn of_classes() {
        for (class, expected) in [
            ("OrderService", "service"),
            ("Order", "order"),
            ("OrderSet", "order_set"),
            ("Bool", "bool_"),
            ("Import", "import_"),
            ("SchoolClass", "school_class"),
            // What is called like its class would hide it.
            ("url", "url_"),
        ] {
            assert_eq!(variable(class), expected);
        }
    }
}
