//! How the lines of the project's own files end.

use super::code::Code;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};

/// Adds `style.line_ends` where lines end in CR LF in most files: then those of new files do, too.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, read) in code.samples() {
        let all = read.matches('\n').count();
        let is_crlf = all > 0 && read.matches("\r\n").count() * 2 > all;
        tally.add(if is_crlf { "crlf" } else { "lf" }, Evidence::line(path, 1));
    }
    let most = tally.decide(Decides::Times(1));
    if let Some(fact) = most.filter(|fact| fact.certain && fact.value.as_text() == Some("crlf")) {
        facts.add("style.line_ends", text("crlf", fact.evidence));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn the_ends_of_most_files() {
        let code = "from fastapi import FastAPI\napp = FastAPI()\n";
        let windows = code.replace('\n', "\r\n");
        for (a, b, c, expected) in [
            (&*windows, &*windows, code, "crlf"),
            (&*windows, code, code, ""),
            (code, code, code, ""),
        ] {
            let files = [("app/a.py", a), ("app/b.py", b), ("app/c.py", c)];
            check(&files, &[("style.line_ends", expected)]);
        }
    }
}
