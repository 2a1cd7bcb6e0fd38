//! At a terminal: a fact that is not certain is asked for, and the run goes on with it.

use super::{Mode, Setting};
use crate::error::{Doubt, Error, Result};
use crate::facts::{FLAG, TEAM_FILE};
use crate::ui::visible;

/// More doubts than this in one run are a mistake of patgen.
const MOST: usize = 20;

/// A fact and the value that a person chose.
pub(super) type Settled = Vec<(String, String)>;

/// Runs with what a person settles until nothing that is needed is in doubt.
///
/// # Errors
/// The doubt itself where nobody can be asked; else what `run` says.
pub(super) fn until_sure<T>(
    setting: &Setting,
    mode: &Mode,
    run: impl Fn(&[(String, String)]) -> Result<T>,
) -> Result<(T, Settled)> {
    let mut settled = Settled::new();
    loop {
        let error = match run(&settled) {
            Ok(done) => return Ok((done, settled)),
            Err(error) => error,
        };
        let can_ask = setting.ui.can_ask && !mode.finish.yes && settled.len() < MOST;
        let Some(doubt) = error.doubt().filter(|_| can_ask) else {
            return Err(error);
        };
        let value = ask(setting, doubt)?;
        settled.push((doubt.fact.clone(), value));
    }
}

/// Asks which of the candidates it is: by number, or as a text of its own.
fn ask(setting: &Setting, doubt: &Doubt) -> Result<String> {
    for _ in 0..super::answered::ATTEMPTS {
        let Some(text) = setting.ui.choose(&doubt.fact, &doubt.candidates)? else {
            continue;
        };
        let Some(value) = meant(&text, &doubt.candidates) else {
            continue;
        };
        setting.ui.say(&visible(&format!(
            "for all, in `{TEAM_FILE}` below `[facts]`: {}",
            doubt.line(&value)
        )));
        return Ok(value);
    }
    Err(Error::usage(format!("`{}` was not settled", doubt.fact))
        .hint(format!("give it as a flag: `{FLAG} {}=VALUE`", doubt.fact)))
}

/// A number is that of a candidate, where there is no candidate of just this name.
fn meant(text: &str, candidates: &[String]) -> Option<String> {
    let is_candidate = candidates.iter().any(|candidate| candidate == text);
    match text.parse::<usize>() {
        Ok(number) if !is_candidate => candidates.get(number.checked_sub(1)?).cloned(),
        _ => Some(text.to_owned()),
    }
}

/// What was settled, as words of the command line.
pub(super) fn as_flags(settled: &[(String, String)]) -> impl Iterator<Item = String> {
    let flag = |(name, value): &(String, String)| [FLAG.to_owned(), format!("{name}={value}")];
    settled.iter().flat_map(flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant() {
        let candidates = ["app.deps:get_db", "app.deps:get_session"].map(str::to_owned);
        let numbers = ["9", "2"].map(str::to_owned);
        for (text, candidates, expected) in [
            ("1", &candidates, Some("app.deps:get_db")),
            ("2", &candidates, Some("app.deps:get_session")),
            ("0", &candidates, None),
            ("3", &candidates, None),
            (
                "app.deps:get_session",
                &candidates,
                Some("app.deps:get_session"),
            ),
            ("app.db:other", &candidates, Some("app.db:other")),
            ("2", &numbers, Some("2")),
            ("1", &numbers, Some("9")),
        ] {
            assert_eq!(meant(text, candidates).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn words_of_what_was_settled() {
        let settled = vec![("db.session".to_owned(), "app.deps:get_db".to_owned())];
        let words: Vec<String> = as_flags(&settled).collect();
        assert_eq!(words, ["--fact", "db.session=app.deps:get_db"]);
    }
}
