//! Whether paths can stand beside each other, on every file system.

use std::borrow::Cow;
use std::collections::HashMap;

use super::RelPath;
use super::policy::fold;
use crate::error::{Error, Result};

/// Refuses two paths that some file system takes for one, and a file that is also the directory of another.
///
/// # Errors
///
/// Names both paths.
pub fn clashes<'a>(paths: impl IntoIterator<Item = &'a RelPath>) -> Result<()> {
    let mut sorted: Vec<&str> = paths.into_iter().map(RelPath::as_str).collect();
    sorted.sort_unstable();
    let mut seen: HashMap<Cow<'a, str>, Named<'a>> = HashMap::with_capacity(sorted.len() * 2);
    let mut last = "";
    for path in sorted {
        for end in new_prefixes(path, last) {
            let named = Named {
                prefix: &path[..end],
                path,
            };
            if let Some(other) = seen.insert(fold(named.prefix), named) {
                named.beside(other)?;
            }
        }
        last = path;
    }
    Ok(())
}

/// A path of which `prefix` is the whole or a directory on the way.
#[derive(Clone, Copy)]
struct Named<'a> {
    prefix: &'a str,
    path: &'a str,
}

impl Named<'_> {
    /// Whether both can stand in one tree, when their prefixes fold to the same.
    fn beside(self, other: Self) -> Result<()> {
        let (one, two) = (other.path, self.path);
        if self.prefix != other.prefix {
            return Err(Error::project(format!(
                "the paths `{one}` and `{two}` differ only by case or Unicode form"
            ))
            .hint("some file systems take them for one: rename one of them"));
        }
        if self.prefix == two || other.prefix == one {
            return Err(Error::project(format!(
                "`{}` would be a file and a directory at once",
                self.prefix
            ))
            .hint(format!(
                "`{one}` and `{two}` cannot both be there: rename one of them"
            )));
        }
        Ok(())
    }
}

/// Where the prefixes of `path` end that the path before it in order has not.
///
/// Sorted by bytes, all paths below a directory stand together, so each directory comes up once.
fn new_prefixes<'a>(path: &'a str, last: &'a str) -> impl Iterator<Item = usize> + 'a {
    let shared = path
        .bytes()
        .zip(last.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let ends = path
        .bytes()
        .enumerate()
        .filter(|(_, b)| *b == b'/')
        .map(|(at, _)| at);
    ends.chain([path.len()])
        .filter(move |end| *end >= shared || *end == path.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_paths() {
        for (paths, clash) in [
            (vec!["a", "b", "c/a", "c/b"], None),
            (vec!["a.py", "a/b", "a-b", "a/c/d", "a/c.py", "a/c-d"], None),
            (vec!["User.py", "user.py"], Some("case")),
            (vec!["App/x.py", "app/y.py"], Some("case")),
            (vec!["a/b/App/x", "a/b/c", "a/b/app"], Some("case")),
            (vec!["é.py", "e\u{301}.py"], Some("case")),
            (vec!["straße", "STRASSE"], Some("case")),
            (vec!["a", "a/b"], Some("at once")),
            (vec!["a", "a-b", "a/b/c"], Some("at once")),
            (vec!["x/a/b", "x/a"], Some("at once")),
            (vec!["A", "a/b"], Some("case")),
            (vec!["a", "a"], Some("at once")),
        ] {
            let paths: Vec<RelPath> = paths
                .iter()
                .map(|p| RelPath::new(p).expect("a good path"))
                .collect();
            let found = clashes(&paths)
                .err()
                .map(|error| error.message().to_owned());
            match clash {
                None => assert_eq!(found, None, "{paths:?}"),
                Some(word) => assert!(
                    found.as_deref().is_some_and(|m| m.contains(word)),
                    "{paths:?}: {found:?}"
                ),
            }
        }
    }
}
