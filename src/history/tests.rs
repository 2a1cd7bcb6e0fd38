//! What is kept of actions, and for how long.

use std::collections::BTreeMap;

use super::*;

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("a good path")
}

type Row<'a> = (&'a str, Option<&'a [u8]>, Option<&'a [u8]>);

fn plan(changes: &[Row]) -> Plan {
    let change = |(at, before, after): &Row| {
        let change = Change::new(path(at), before.map(Content::new), after.map(Content::new));
        (path(at), change)
    };
    changes.iter().map(change).collect()
}

#[test]
fn an_action_comes_back_as_it_was() {
    let mut plan = plan(&[
        ("new", None, Some(b"n")),
        ("text", Some(b"old\n"), Some(b"new\n")),
        ("binary", Some(&[0, 255, 7]), None),
    ]);
    let mut secret = Change::new(
        path(".env"),
        Some(Content::new("KEY=hush")),
        Some(Content::new("KEY=hush2")),
    );
    secret.secret = true;
    plan.insert(secret).expect("one for its path");
    let tree: BTreeMap<RelPath, Content> = BTreeMap::new();
    let noted = noted(&plan, &tree, ("new", &["a".to_owned()])).expect("a plan");
    let written = noted.get(".patgen/history/000001.lz4").expect("the action");
    let content = written.after.clone().expect("it is made");
    assert!(content.private);
    let tree = BTreeMap::from([(written.path.clone(), content)]);
    let actions = actions(&tree).expect("a history");
    assert_eq!(actions.len(), 1);
    let before = |at| {
        let file = actions[0].file(at).expect("a file");
        file.before.as_ref().map(Kept::content)
    };
    assert_eq!(before("new"), None);
    assert_eq!(before("text"), Some(Some(Content::new("old\n"))));
    assert_eq!(before("binary"), Some(Some(Content::new([0, 255, 7]))));
    assert_eq!(before(".env"), Some(None), "a secret is not kept");
    let json = serde_json::to_string(&actions).expect("JSON");
    assert!(!json.contains("hush"), "{json}");
}

#[test]
fn only_the_last_actions_are_kept() {
    let mut tree: BTreeMap<RelPath, Content> = BTreeMap::new();
    for _ in 0..KEPT + 3 {
        let plan = plan(&[("a", None, Some(b"1"))]);
        let noted = noted(&plan, &tree, ("new", &[])).expect("a plan");
        for change in noted
            .into_iter()
            .filter(|change| is_of_history(&change.path))
        {
            match change.after {
                Some(content) => drop(tree.insert(change.path, content)),
                None => drop(tree.remove(&change.path)),
            }
        }
    }
    let numbers: Vec<u64> = actions(&tree)
        .expect("a history")
        .iter()
        .map(|action| action.number)
        .collect();
    assert_eq!(numbers, (4..=KEPT + 3).collect::<Vec<_>>());
}
