//! What libraries call things, for all who read the code of projects: methods of HTTP, what makes sessions, addresses.

use crate::python::{Call, Expression};

/// Methods of HTTP, in small letters: what decorators of routes are called.
pub const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// What declares a websocket, in the place of a method.
pub const SOCKET: &str = "websocket";

/// What declares a route of several methods.
const OF_SEVERAL: &str = "api_route";

/// Whether the decorator is one of a route, of whatever method, or of a websocket: `@router.get("/")`.
#[must_use]
pub fn is_of_route(call: &Call) -> bool {
    let name = call.name();
    let is_one = METHODS.contains(&name) || [SOCKET, OF_SEVERAL].contains(&name);
    is_one && call.receiver().is_some()
}

/// Whether the call gives what makes sessions, and whether those are async.
#[must_use]
pub fn makes_maker(call: &Call) -> Option<bool> {
    match call.name() {
        "async_sessionmaker" | "async_scoped_session" => Some(true),
        "sessionmaker" => {
            let class = call.argument("class_", 1).and_then(Expression::head);
            Some(class == Some("AsyncSession"))
        }
        "scoped_session" => Some(false),
        _ => None,
    }
}

/// The path of an address, without the slash at its end: `/api/v1` of `http://test/api/v1/`.
#[must_use]
pub fn path_of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let path = url[start..].find('/').map_or("", |at| &url[start + at..]);
    path.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{is_of_route, makes_maker, path_of};
    use crate::python::read;

    #[test]
    fn paths() {
        for (url, expected) in [
            ("http://test", ""),
            ("http://test/", ""),
            ("http://test/api/v1/", "/api/v1"),
            ("https://test:80/api", "/api"),
            ("/api", "/api"),
            ("", ""),
        ] {
            assert_eq!(path_of(url), expected, "{url}");
        }
    }

    #[test]
    fn what_calls_do() {
        for (source, route, maker) in [
            ("router.get(\"/\")", true, None),
            ("router.websocket(\"/\")", true, None),
            ("router.api_route(\"/\")", true, None),
            ("get(\"/\")", false, None),
            ("router.include(\"/\")", false, None),
            ("sessionmaker(engine)", false, Some(false)),
            ("orm.sessionmaker(engine, AsyncSession)", false, Some(true)),
            ("async_sessionmaker()", false, Some(true)),
            ("async_scoped_session(maker, scope)", false, Some(true)),
            ("scoped_session(maker)", false, Some(false)),
            ("Session()", false, None),
        ] {
            let module = read(&format!("it = {source}\n"));
            let value = module.assignments[0].value.as_ref();
            let call = value.and_then(|value| value.as_call()).expect("a call");
            assert_eq!(is_of_route(call), route, "{source}");
            assert_eq!(makes_maker(call), maker, "{source}");
        }
    }
}
