//! No line that a person wrote is absent after an update: it is in the file, in a side of a conflict, or comes back with an undo.

mod common;

use std::collections::BTreeMap;

use common::Sandbox;
use common::chance::Chance;

/// Changes the slice's files at random; gives the new lines of each.
fn edit(sandbox: &Sandbox, chance: &mut Chance) -> BTreeMap<String, Vec<String>> {
    let mut written = BTreeMap::new();
    let files = sandbox.tree().without(&[".patgen", ".env"]).files();
    // The migrations are read to make the next one: a broken one is an error, and none is ever written again.
    let is_of_slice = |path: &&String| path.contains("user") && !path.starts_with("migrations/");
    for path in files.iter().filter(is_of_slice) {
        let text = sandbox.read(path);
        let end = if chance.below(4) == 0 { "\r\n" } else { "\n" };
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut new = Vec::new();
        for number in 0..=chance.below(4) {
            let at = chance.below(lines.len());
            let line = format!("# mine {number} {}", chance.below(10_000));
            match chance.below(3) {
                0 => lines.insert(at, line.clone()),
                1 => lines.push(line.clone()),
                _ if !lines.is_empty() => lines[at].clone_from(&line),
                _ => continue,
            }
            new.push(line);
        }
        new.retain(|line| lines.contains(line));
        sandbox.write(path, lines.join(end) + end);
        written.insert(path.clone(), new);
    }
    written
}

#[track_caller]
fn expect_same(sandbox: &Sandbox, before: &BTreeMap<String, (Vec<u8>, bool)>, round: usize) {
    let now = sandbox.tree().contents();
    let mut paths = now.keys().chain(before.keys());
    let differs = paths.find(|path| now.get(*path) != before.get(*path));
    let text = |files: &BTreeMap<String, (Vec<u8>, bool)>| {
        let found = differs.and_then(|path| files.get(path));
        found.map(|(bytes, _)| String::from_utf8_lossy(bytes).into_owned())
    };
    assert_eq!(text(&now), text(before), "round {round}: {differs:?}");
}

#[test]
fn no_line_is_absent_after_an_update() {
    let stamped = Sandbox::new();
    stamped.done("new crud --entity User email:email:unique full_name:str=120");
    let mut chance = Chance(11);
    let (mut kept, mut met) = (0, 0);
    for round in 0..6 {
        let sandbox = stamped.copy();
        let written = edit(&sandbox, &mut chance);
        let before = sandbox.tree().contents();
        let update = "update crud-user --yes --set field=+age:int:null --on-conflict";
        let run = sandbox.run(&format!("{update} markers"));
        assert!(
            run.err.contains("updated crud-user"),
            "{round}: {}",
            run.err
        );
        for (path, lines) in &written {
            let text = sandbox.read(path);
            for line in lines {
                assert!(
                    text.contains(line.as_str()),
                    "{round}: {path} lost {line:?}\n{}",
                    run.err
                );
                kept += 1;
            }
            met += usize::from(text.contains("<<<<<<< yours"));
        }
        sandbox.done("undo --yes");
        expect_same(&sandbox, &before, round);
        sandbox.done(&format!("{update} replace"));
        sandbox.done("undo --yes");
        expect_same(&sandbox, &before, round);
    }
    assert!(kept > 100 && met > 3, "{kept} lines, {met} conflicts");
}
