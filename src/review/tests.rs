use super::*;
use crate::change::{Kind, Plan};
use crate::record::{Record, RecordedFile, Texts, texts_path};

fn path(text: &str) -> RelPath {
    RelPath::stored(text).expect("a good path")
}

fn change(at: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change::new(path(at), before.map(Content::new), after.map(Content::new))
}

fn planned(changes: Vec<Change>) -> Planned {
    let mut plan = Plan::new();
    for change in changes {
        plan.insert(change).expect("the first for its path");
    }
    Planned {
        plan,
        ..Planned::default()
    }
}

/// Twenty lines, of which some are changed: `-` takes a line away, `+` puts one in front.
fn numbered(changed: &[(usize, &str)]) -> String {
    let line = |number: usize| match changed.iter().find(|(at, _)| *at == number) {
        Some((_, "-")) => String::new(),
        Some((_, "+")) => format!("new\n{number}\n"),
        Some((_, text)) => format!("{text}\n"),
        None => format!("{number}\n"),
    };
    (1..=20).map(line).collect()
}

#[test]
fn hunks_are_shown_split_and_taken() {
    let before = numbered(&[]);
    let after = numbered(&[(1, "+"), (5, "five"), (9, "-"), (20, "twenty")]);
    let change = change("x", Some(&before), Some(&after));
    let mut hunks = Hunks::of(&change).expect("a text");
    let headers = |hunks: &Hunks| -> Vec<String> {
        (0..hunks.count())
            .map(|at| hunks.hunk(at).header())
            .collect()
    };
    assert_eq!(headers(&hunks), ["@@ -1,12 +1,12 @@", "@@ -17,4 +17,4 @@"]);
    assert_eq!(hunks.content(), before.as_bytes());
    assert!(hunks.can_split(0) && !hunks.can_split(1));
    hunks.split(0);
    assert_eq!(
        headers(&hunks),
        [
            "@@ -1,3 +1,4 @@",
            "@@ -2,7 +3,7 @@",
            "@@ -6,7 +7,6 @@",
            "@@ -17,4 +17,4 @@"
        ]
    );
    hunks.take(1);
    hunks.take(3);
    assert!(hunks.is_any() && !hunks.is_whole());
    let expected = numbered(&[(5, "five"), (20, "twenty")]);
    assert_eq!(hunks.content(), expected.as_bytes());
    hunks.take(0);
    hunks.take(2);
    assert!(hunks.is_whole());
    assert_eq!(hunks.content(), after.as_bytes());
}

/// Every choice of hunks, also at both ends, without a final line end and with other line ends.
#[test]
fn any_choice_of_hunks_makes_its_content() {
    for (before, after) in [
        ("a\nb\nc", "A\nb\nC"),
        ("a\nb\nc\n", "a\nb\nc"),
        ("", "a\nb"),
        ("a\r\nb\r\n\r\nc\r\n", "a\r\nx\r\nb\r\n\r\n"),
        ("a\nb\nc\nd\n", "b\nx\nd\ne\n"),
    ] {
        let change = change("x", Some(before), Some(after));
        let mut hunks = Hunks::of(&change).expect("a text");
        assert_eq!(hunks.content(), before.as_bytes());
        hunks.split(0);
        for chosen in 0..1 << hunks.count() {
            let mut hunks = hunks.clone();
            let at = (0..hunks.count()).filter(|at| chosen & (1 << at) != 0);
            at.for_each(|at| hunks.take(at));
            let content = String::from_utf8(hunks.content()).expect("text");
            let known = |line: &str| before.contains(line) || after.contains(line);
            assert!(content.lines().all(known), "{content:?}");
        }
        (0..hunks.count()).for_each(|at| hunks.take(at));
        assert_eq!(hunks.content(), after.as_bytes());
    }
}

#[test]
fn what_has_no_hunks() {
    let secret = Change {
        secret: true,
        ..change("x", Some("a"), Some("b"))
    };
    for change in [
        change("x", Some("a"), None),
        change("x", Some("a\0"), Some("b")),
        change("x", None, Some("")),
        change("x", Some("a"), Some("a")),
        secret,
    ] {
        assert!(Hunks::of(&change).is_none(), "{change:?}");
    }
}

#[test]
fn choices() {
    let all = || {
        planned(vec![
            change("new", None, Some("n\n")),
            change("old", Some("a\nb\n"), Some("A\nB\n")),
        ])
    };
    for (choice, after, left) in [
        (Choice::Take, Some("A\nB\n"), None),
        (Choice::Leave, None, Some(Extent::Whole)),
        (
            Choice::Part(b"A\nb\n".to_vec()),
            Some("A\nb\n"),
            Some(Extent::Part),
        ),
        (Choice::Edited(b"mine\n".to_vec()), Some("mine\n"), None),
        (
            Choice::Edited(b"a\nb\n".to_vec()),
            None,
            Some(Extent::Whole),
        ),
    ] {
        let choices = Choices::from([(path("old"), choice.clone())]);
        let chosen = review(all(), &choices).expect("a plan");
        let found = chosen
            .plan
            .get("old")
            .and_then(|change| change.after.as_ref());
        assert_eq!(found.and_then(Content::text), after, "{choice:?}");
        assert_eq!(
            chosen.left.first().map(|left| left.extent),
            left,
            "{choice:?}"
        );
        assert!(chosen.plan.get("new").is_some(), "no choice, no change");
    }
}

/// Two stamps, each with two files and its base texts.
fn two_stamps() -> Planned {
    let mut changes = Vec::new();
    for (id, texts) in [("one", ["a", "both"]), ("two", ["b", "both"])] {
        let mut record = Record::new(id, "demo/thing");
        let mut all = Texts::default();
        for text in texts {
            let sha = Content::new(text).sha256();
            record.files.push(RecordedFile {
                path: format!("{id}-{text}"),
                base: Some(sha.to_string()),
                executable: false,
                once: false,
                present: false,
            });
            changes.push(change(&format!("{id}-{text}"), None, Some(text)));
            all.add(sha, text.as_bytes());
        }
        record.texts = Some(all.digest().to_string());
        let texts = texts_path(&all.digest().to_string()).expect("a good path");
        changes.push(Change::new(texts, None, Some(all.packed())));
        let at = Record::path(id).expect("a good path");
        changes.push(Change::new(
            at,
            None,
            Some(record.to_content().expect("TOML")),
        ));
    }
    changes.dedup_by(|a, b| a.path == b.path);
    let mut once = Plan::new();
    for change in changes {
        let _ = once.insert(change);
    }
    Planned {
        plan: once,
        ..Planned::default()
    }
}

#[test]
fn a_stamp_of_which_nothing_is_taken_is_not_recorded() {
    let leave = |paths: &[&str]| {
        let choices = paths
            .iter()
            .map(|text| (path(text), Choice::Leave))
            .collect();
        review(two_stamps(), &choices).expect("a plan").plan
    };
    let texts = |plan: &Plan| {
        let folder = ".patgen/base";
        plan.iter()
            .filter(|change| change.path.parent() == folder)
            .count()
    };
    assert_eq!(texts(&two_stamps().plan), 2);
    let part = leave(&["one-a"]);
    assert_eq!(
        part.len(),
        two_stamps().plan.len() - 1,
        "its record stays that of the whole"
    );
    let one = leave(&["one-a", "one-both"]);
    assert!(one.get(".patgen/stamps/one.toml").is_none());
    assert!(one.get(".patgen/stamps/two.toml").is_some());
    assert_eq!(texts(&one), 1, "the other stamp needs its own");
    assert!(leave(&["one-a", "one-both", "two-b", "two-both"]).is_empty());
}

#[test]
fn a_conflict_is_settled_by_a_choice() {
    let conflict = |settled| Conflict {
        path: path("x"),
        settled,
        offered: Some(change("x", Some("mine"), Some("new"))),
    };
    for (choice, settled, kind) in [
        (Choice::Take, OnConflict::Replace, Some(Kind::Modify)),
        (Choice::Leave, OnConflict::Keep, None),
        (
            Choice::Edited(b"both".to_vec()),
            OnConflict::Replace,
            Some(Kind::Modify),
        ),
    ] {
        let mut planned = planned(vec![change("y", None, Some("1"))]);
        planned.conflicts.push(conflict(OnConflict::Stop));
        let chosen = review(planned, &Choices::from([(path("x"), choice)])).expect("a plan");
        assert_eq!(chosen.conflicts[0].settled, settled);
        assert_eq!(chosen.plan.get("x").map(Change::kind), kind);
    }
    let mut kept = planned(Vec::new());
    kept.conflicts.push(conflict(OnConflict::Keep));
    assert_eq!(offers(&kept).count(), 0, "it was settled by a flag");
}

#[test]
fn choices_by_path() {
    let mut planned = planned(vec![
        change("app/a.py", None, Some("1")),
        change("app/b.py", None, Some("1")),
    ]);
    planned.conflicts.push(Conflict {
        path: path("app/c.py"),
        settled: OnConflict::Stop,
        offered: Some(change("app/c.py", Some("0"), Some("1"))),
    });
    let names =
        |words: &str| -> Vec<String> { words.split_whitespace().map(str::to_owned).collect() };
    for (take, leave, expected) in [
        ("", "app/a.py", "app/a.py:Leave"),
        (
            "./app/a.py",
            "",
            "app/a.py:Take app/b.py:Leave app/c.py:Leave",
        ),
        (
            "app/a.py",
            "app/b.py",
            "app/a.py:Take app/b.py:Leave app/c.py:Leave",
        ),
        ("", "app/c.py", "app/c.py:Leave"),
    ] {
        let choices = by_path(&planned, &names(take), &names(leave)).expect("known paths");
        let found: Vec<String> = choices
            .iter()
            .map(|(path, choice)| format!("{path}:{choice:?}"))
            .collect();
        assert_eq!(found.join(" "), expected);
    }
    for (take, leave, hint) in [
        ("app/d.py", "", "did you mean"),
        ("", "a.py", "did you mean `app/a.py`?"),
        ("zzz", "", "`--dry-run` shows every file of the plan"),
        (
            "app/a.py",
            "app/a.py",
            "name it with one of `--take` and `--leave`",
        ),
        (".patgen/stamps/x.toml", "", ""),
    ] {
        let error = by_path(&planned, &names(take), &names(leave)).expect_err(take);
        assert!(error.hints().concat().contains(hint), "{error:?}");
    }
}
