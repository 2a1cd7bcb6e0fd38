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
        let Some(doubt) = error.doubt() else {
            return Err(error);
        };
        if !can_ask {
            return Err(Doubt::all_to_error(&doubts(doubt, &settled, &run)).unwrap_or(error));
        }
        let value = ask(setting, doubt)?;
        settled.push((doubt.fact.clone(), value));
    }
}

/// The first doubt and all that come behind it: each is taken for its first candidate to see the next one.
fn doubts<T>(
    first: &Doubt,
    settled: &[(String, String)],
    run: impl Fn(&[(String, String)]) -> Result<T>,
) -> Vec<Doubt> {
    let mut found = vec![first.clone()];
    let mut guessed = settled.to_vec();
    while let Some(last) = found.last().filter(|_| found.len() < MOST) {
        let Some(guess) = last.candidates.first() else {
            break;
        };
        guessed.push((last.fact.clone(), guess.clone()));
        let next = run(&guessed).err().and_then(|error| error.doubt().cloned());
        match next.filter(|next| found.iter().all(|known| known.fact != next.fact)) {
            Some(next) => found.push(next),
            None => break,
        }
    }
    found
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
    fn all_doubts_at_once() {
        let doubt = |fact: &str| Doubt {
            fact: fact.to_owned(),
            candidates: vec!["a".to_owned(), "b".to_owned()],
        };
        // Each is seen once the one before is settled.
        let run = |settled: &[(String, String)]| -> Result<()> {
            let all = ["db.id", "db.tables", "tests.client"];
            match all.get(settled.len()) {
                Some(fact) => Err(doubt(fact).to_error()),
                None => Ok(()),
            }
        };
        let found = doubts(&doubt("db.id"), &[], run);
        let facts: Vec<&str> = found.iter().map(|doubt| doubt.fact.as_str()).collect();
        assert_eq!(facts, ["db.id", "db.tables", "tests.client"]);
        let error = Doubt::all_to_error(&found).expect("an error");
        assert_eq!(
            error.message(),
            "3 facts are not certain: `db.id` may be `a`, `b`; `db.tables` may be `a`, `b`; \
             `tests.client` may be `a`, `b`"
        );
        assert_eq!(
            error.hints()[0],
            "settle them, for example with `--fact db.id=a --fact db.tables=a --fact tests.client=a`"
        );
    }

    #[test]
    fn words_of_what_was_settled() {
        let settled = vec![("db.session".to_owned(), "app.deps:get_db".to_owned())];
        let words: Vec<String> = as_flags(&settled).collect();
        assert_eq!(words, ["--fact", "db.session=app.deps:get_db"]);
    }
}
