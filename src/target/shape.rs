//! What a test does: a call, a request, a comparison; as values for templates.

use serde::Serialize;

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
    /// What that puts before every address.
    #[serde(skip)]
    pub base: String,
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
