//! `line`: a line in a plain text file such as `.gitignore`, at its end where it is not there yet.

use super::text;
use super::verdict::Verdict;

/// The verdict on having `line` in the text.
pub(super) fn edit(line: &str, plain: &str) -> Verdict {
    let wanted = line.trim_end();
    let mut at = 0;
    for known in plain.split_inclusive('\n') {
        if known.trim_end() == wanted {
            return Verdict::Present(at);
        }
        at += known.len();
    }
    Verdict::Edit(vec![text::append(plain, wanted)])
}

#[cfg(test)]
mod tests {
    use crate::edit::check::{changes, is_present, operation, run};
    use crate::edit::{Outcome, Rung};

    #[test]
    fn is_appended_once() {
        let env = operation("line", &[("line", ".env")]);
        changes(&env, ".gitignore", "*.pyc\n", "*.pyc\n.env\n");
        changes(
            &env,
            ".gitignore",
            "# .env\n.env.local\nmy.env\n",
            "# .env\n.env.local\nmy.env\n.env\n",
        );
        is_present(&env, ".gitignore", "a\n.env  \nb\n");
        let text = ".env\n".to_owned();
        let wanted = (Rung::Data, Outcome::Changed { text, line: 1 });
        assert_eq!(run(&env, ".gitignore", ""), wanted);
    }
}
