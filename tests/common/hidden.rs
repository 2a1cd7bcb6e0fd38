//! Where a secret must not be.

use super::{Run, Sandbox};

/// Expects none of the spellings in what was said or written, but in `.env`.
#[track_caller]
pub fn expect_hidden(sandbox: &Sandbox, run: &Run, secrets: &[&str]) {
    for secret in secrets {
        for (what, bytes) in [("stdout", &run.out[..]), ("stderr", run.err.as_bytes())] {
            assert!(
                !holds(bytes, secret),
                "{secret} on {what} of `{}`: {}",
                run.line,
                String::from_utf8_lossy(bytes)
            );
        }
        for (path, (bytes, _)) in sandbox.tree().contents() {
            let known = path == ".env";
            assert!(
                known || !holds(&plain(&path, bytes), secret),
                "{secret} in {path}"
            );
        }
    }
}

/// Whether the secret is somewhere in the bytes.
pub fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes
        .windows(secret.len())
        .any(|window| window == secret.as_bytes())
}

/// The bytes as a person could read them: base texts and the history are compressed.
fn plain(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    if path.starts_with(".patgen/base/") {
        pieces(&bytes)
    } else if path.starts_with(".patgen/history/0") {
        lz4_flex::decompress_size_prepended(&bytes).expect("an action")
    } else {
        bytes
    }
}

/// Each piece of a file of base texts stands behind its length.
fn pieces(mut bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = u32::from_le_bytes(*length) as usize;
        let piece = lz4_flex::decompress_size_prepended(&rest[..length]);
        plain.extend(piece.expect("a piece of base texts"));
        bytes = &rest[length..];
    }
    plain
}
