//! The difference that a plan makes, in the form `git apply` takes.
//!
//! Bytes in, bytes out; colour is `ui`'s work. Lines end at `\n` alone, as git counts them.

mod binary;
mod hunks;

pub use hunks::{Hunk, Line, Sign, hunks};

use crate::change::{Change, Content, Kind};

/// The mode that git writes for a file.
fn mode(content: &Content) -> &'static str {
    if content.executable {
        "100755"
    } else {
        "100644"
    }
}

/// One change as a git patch; empty where nothing changes.
#[must_use]
pub fn patch(change: &Change) -> Vec<u8> {
    let Some(mut out) = header(change) else {
        return Vec::new();
    };
    let (before, after) = (bytes(change.before.as_ref()), bytes(change.after.as_ref()));
    if before == after {
        return out;
    }
    if is_binary(before) || is_binary(after) {
        out.extend(binary::patch(change));
        return out;
    }
    out.extend(file_lines(change));
    for hunk in hunks(before, after) {
        out.extend(hunk.to_bytes());
    }
    out
}

/// `diff --git` and the lines on modes; none where nothing changes.
fn header(change: &Change) -> Option<Vec<u8>> {
    let (a, b) = names(change);
    let mut out = format!("diff --git {a} {b}\n");
    match (change.kind(), &change.before, &change.after) {
        (Kind::Unchanged, ..) => return None,
        (Kind::Create, _, Some(after)) => {
            out += &format!("new file mode {}\n", mode(after));
            if after.bytes.is_empty() {
                out += "index 0000000000..e69de29bb2\n";
            }
        }
        (Kind::Delete, Some(before), _) => {
            out += &format!("deleted file mode {}\n", mode(before));
            if before.bytes.is_empty() {
                out += "index e69de29bb2..0000000000\n";
            }
        }
        (_, Some(before), Some(after)) if mode(before) != mode(after) => {
            out += &format!("old mode {}\nnew mode {}\n", mode(before), mode(after));
        }
        _ => {}
    }
    Some(out.into_bytes())
}

fn file_lines(change: &Change) -> Vec<u8> {
    let (a, b) = names(change);
    let old = change
        .before
        .as_ref()
        .map_or("/dev/null".to_owned(), |_| terminated(&a));
    let new = change
        .after
        .as_ref()
        .map_or("/dev/null".to_owned(), |_| terminated(&b));
    format!("--- {old}\n+++ {new}\n").into_bytes()
}

/// A name with a blank is ended by a tab, as git does, so that readers find its end.
fn terminated(name: &str) -> String {
    if name.contains(' ') && !name.starts_with('"') {
        format!("{name}\t")
    } else {
        name.to_owned()
    }
}

fn names(change: &Change) -> (String, String) {
    let path = change.path.as_str();
    (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")))
}

/// A name as git quotes it: in C style where it has a quote, a backslash or a byte that is not printable ASCII.
fn quoted(name: &str) -> String {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if name.bytes().all(plain) {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            _ if plain(byte) => out.push(char::from(byte)),
            _ => out += &format!("\\{byte:03o}"),
        }
    }
    out.push('"');
    out
}

fn bytes(content: Option<&Content>) -> &[u8] {
    content.map_or(&[], |content| &content.bytes)
}

/// Git's own rule: a NUL in the first 8,000 bytes.
#[must_use]
pub fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr(0, &bytes[..bytes.len().min(8000)]).is_some()
}
