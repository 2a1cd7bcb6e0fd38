//! What holds for every path, tried on random ones made of what has fooled others.

use std::path::{Component, Path};

use proptest::prelude::*;

use super::{RelPath, clashes, fold};

const PIECES: &[&str] = &[
    "a",
    "B",
    "ü",
    ".",
    "..",
    "/",
    "\\",
    " ",
    "~1",
    ":",
    ".git",
    ".GIT",
    "git",
    ".patgen",
    "con",
    "aux",
    "lpt1",
    "\0",
    "\n",
    "\x1b",
    "\u{200b}",
    "\u{200c}",
    "\u{202e}",
    "\u{feff}",
    "\u{ff0e}",
    "\u{ff0f}",
    "ｇｉｔ",
    "\u{130}",
    "\u{131}",
    "ß",
    "\u{17f}",
    "e\u{301}",
    "é",
    "x.py",
    "\u{e0001}",
    "$INDEX",
    "::",
    "\u{2024}",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn a_path_stays_below_the_root(text in text()) {
        if let Ok(path) = RelPath::new(&text) {
            prop_assert_eq!(path.as_str(), &text);
            prop_assert!(Path::new(&text).components().all(|part| matches!(part, Component::Normal(_))));
            prop_assert_eq!(Path::new(&text).components().count(), path.parts().count());
            prop_assert!(!text.chars().any(char::is_control));
            for part in path.parts() {
                let folded = fold(part);
                let bare = folded.trim_end_matches([' ', '.']);
                prop_assert!(![".git", ".patgen", "git~1", "con", "", "..", "."].contains(&bare), "{part:?}");
                prop_assert!(!part.ends_with([' ', '.']) && part.len() <= 255);
            }
        }
    }

    #[test]
    fn a_refusal_shows_nothing_raw(text in text()) {
        if let Err(error) = RelPath::new(&text) {
            let raw = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
            let any = error.message().chars().any(raw);
            prop_assert!(!any);
            prop_assert!(!error.hints().is_empty());
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in text()) {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once), once.as_str());
    }

    #[test]
    fn clashing_does_not_depend_on_the_order(one in text(), two in text(), three in text()) {
        let paths: Vec<RelPath> = [one, two, three].iter().filter_map(|text| RelPath::new(text).ok()).collect();
        let turned: Vec<&RelPath> = paths.iter().rev().collect();
        prop_assert_eq!(clashes(&paths).is_ok(), clashes(turned).is_ok());
    }
}
