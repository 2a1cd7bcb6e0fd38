//! Git's binary patch: both contents whole, deflated, in git's own base 85.
//!
//! The form is the one that `git diff --binary` writes and gitformat-diff describes.

use sha1::{Digest, Sha1};

use super::bytes;
use crate::change::{Change, Content};

/// The digits of git's base 85.
const DIGITS: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// Bytes on a line.
const WIDTH: usize = 52;

/// The patch from `before` to `after` and back; `git apply` wants the full names of both blobs.
pub(super) fn patch(change: &Change) -> Vec<u8> {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let index = format!(
        "index {}..{}\nGIT binary patch\n",
        blob(before),
        blob(after)
    );
    [
        index.into_bytes(),
        literal(bytes(after)),
        literal(bytes(before)),
    ]
    .concat()
}

/// The name that git gives a content: SHA-1 over a header and the bytes; zeros where there is no file.
fn blob(content: Option<&Content>) -> String {
    let Some(content) = content else {
        return "0".repeat(40);
    };
    let header = format!("blob {}\0", content.bytes.len());
    let digest = Sha1::new()
        .chain_update(header)
        .chain_update(&content.bytes[..])
        .finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn literal(bytes: &[u8]) -> Vec<u8> {
    let deflated = miniz_oxide::deflate::compress_to_vec_zlib(bytes, 6);
    let mut out = format!("literal {}\n", bytes.len()).into_bytes();
    for line in deflated.chunks(WIDTH) {
        out.push(length_mark(line.len()));
        out.extend(line.chunks(4).flat_map(base85));
        out.push(b'\n');
    }
    out.push(b'\n');
    out
}

/// The length of a line, 1 to 52, as one letter.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a line has 52 bytes at most"
)]
fn length_mark(length: usize) -> u8 {
    let length = length as u8;
    if length <= 26 {
        b'A' + length - 1
    } else {
        b'a' + length - 27
    }
}

/// Four bytes (fewer are filled with zeros) as five digits, the most significant first.
fn base85(chunk: &[u8]) -> [u8; 5] {
    let mut padded = [0; 4];
    padded[..chunk.len()].copy_from_slice(chunk);
    let mut rest = u32::from_be_bytes(padded) as usize;
    let mut digits = [0; 5];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[rest % 85];
        rest /= 85;
    }
    digits
}
