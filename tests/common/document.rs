//! What a JSON document has.

use serde_json::Value;

/// Expects an object with exactly these keys, in this order.
#[track_caller]
pub fn keys(value: &Value, expected: &[&str]) {
    let keys: Vec<&str> = value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, expected);
}

/// The list under a key.
#[track_caller]
pub fn list<'a>(document: &'a Value, key: &str) -> &'a Vec<Value> {
    document[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} is no list"))
}
