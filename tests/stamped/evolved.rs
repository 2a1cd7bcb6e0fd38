//! A slice that people edited gets more fields: what they wrote stays, and all of it runs.
//!
//! Each variant is a trial named `evolved::MODE::DATABASE`. The stamped tests compare the models with the migrations, so that
//! a column that is in only one of them shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use libtest_mimic::Trial;

use crate::Result;
use crate::case::{ByHand, CORNERS, Case, Stamp, Variant};
use crate::checks;
use crate::environment::Environment;
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::stamper;
use crate::trial::TestDatabase;

/// What is stamped first, and what people make of it.
const FIRST: Case = Case {
    name: "evolved",
    stamps: &[
        Stamp {
            pattern: "crud",
            answers: &[
                "--entity",
                "User",
                "email:email:unique",
                "full_name:str=120",
                "--{mode}",
                "--db-url",
                "{db_url}",
            ],
        },
        Stamp {
            pattern: "crud",
            answers: &[
                "--entity",
                "Post",
                "title:str",
                "slug:str=40:unique",
                "author:ref=User",
                "pinned_by:ref=User:null:unique",
            ],
        },
    ],
    by_hand: &[
        ByHand {
            path: "app/models/user.py",
            line: "    full_name: Mapped[str] = mapped_column(sa.String(120))\n",
            becomes: "    full_name: Mapped[str] = mapped_column(sa.String(120))\n\n    @property\n    \
                      def label(self) -> str:\n        \"\"\"What to call the user.\"\"\"\n        \
                      return self.full_name or self.email\n",
        },
        ByHand {
            path: "tests/models/test_user_model.py",
            line: "    assert {name: getattr(row, name) for name in VALUES} == VALUES\n",
            becomes: "    assert {name: getattr(row, name) for name in VALUES} == VALUES\n\n\n\
                      def test_the_label_is_the_name() -> None:\n    \
                      assert User(full_name=\"Ada\", email=\"ada@example.com\").label == \"Ada\"\n    \
                      assert User(full_name=\"\", email=\"a@example.com\").label == \"a@example.com\"\n",
        },
        ByHand {
            path: "app/schemas/user.py",
            line: "    \"\"\"One new user.\"\"\"",
            becomes: "    \"\"\"One new user, as the form sends it.\"\"\"",
        },
        ByHand {
            path: "app/services/user.py",
            line: "class UserService:",
            becomes: "# Users are never deleted for good: see the handbook.\nclass UserService:",
        },
        ByHand {
            path: "app/models/post.py",
            line: "    title: Mapped[str] =",
            becomes: "    # Long titles are cut by the editor.\n    title: Mapped[str] =",
        },
        ByHand {
            path: "tests/examples/user.py",
            line: "    \"email\": \"other@example.com\",",
            becomes: "    \"email\": \"grace@example.com\",",
        },
    ],
    variants: CORNERS,
};

/// What is stamped then: fields that are new, and rows that are marked as deleted.
const THEN: Case = Case {
    name: "evolved",
    stamps: &[
        Stamp {
            pattern: "crud",
            answers: &["--entity", "User", "age:int:null", "nick:str=20:null"],
        },
        Stamp {
            pattern: "crud",
            answers: &[
                "--entity",
                "Post",
                "--soft-delete",
                "rating:int:null:unique",
            ],
        },
        Stamp {
            pattern: "crud",
            answers: &["--entity", "User", "born:date:null"],
        },
    ],
    by_hand: &[],
    variants: CORNERS,
};

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    FIRST.variants.iter().map(|variant| {
        let harness = Arc::clone(harness);
        Trial::test(FIRST.trial_name(*variant), move || {
            Ok(evolve(&harness, *variant)?)
        })
    })
}

fn evolve(harness: &Harness, variant: Variant) -> Result<()> {
    let environment = harness.environment()?;
    let database = TestDatabase::of(harness, &FIRST, variant)?;
    let room = place::room(&FIRST.room_name(variant), FIRST.name)?;
    stamper::stamp_all(environment, &room, &FIRST, variant)?;
    stamper::edit_by_hand(&room, &FIRST)?;
    let before = contents(&room)?;
    stamper::stamp_all(environment, &room, &THEN, variant)?;
    keeps_what_people_wrote(&room)?;
    let url = database.as_ref().map(|database| database.url.clone());
    let mut failures = checks::run(environment, &room, url);
    failures.extend(database.and_then(|database| database.unused()));
    if !failures.is_empty() {
        return Err(format!("\n{}", failures.join("\n")));
    }
    takes_it_back(environment, &room, &before)
}

fn keeps_what_people_wrote(room: &Room) -> Result<()> {
    for edit in FIRST.by_hand {
        let text = read(room, &PathBuf::from(edit.path))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        if let Some(line) = edit.becomes.lines().find(|line| !text.contains(line)) {
            return Err(format!("{} lost {line:?}", edit.path));
        }
    }
    Ok(())
}

/// Each update is an action: taken back one by one, the files are what people had made of them.
fn takes_it_back(
    environment: &Environment,
    room: &Room,
    before: &BTreeMap<PathBuf, Vec<u8>>,
) -> Result<()> {
    for number in 0..THEN.stamps.len() {
        let words = ["undo", "--into", ".", "--yes"].map(str::to_owned);
        let log = room.logs.join(format!("undo-{number}.log"));
        stamper::patgen(environment, room, &words).run(&log)?;
    }
    let now = contents(room)?;
    let mut paths = now.keys().chain(before.keys());
    match paths.find(|path| now.get(*path) != before.get(*path)) {
        None => Ok(()),
        Some(path) => Err(format!("undone, {} is another", path.display())),
    }
}

/// Every file of the project, without the history and what the checks left.
fn contents(room: &Room) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let files = place::files(&room.project)?.into_iter();
    files
        .map(|path| read(room, &path).map(|bytes| (path, bytes)))
        .collect()
}

fn read(room: &Room, path: &PathBuf) -> Result<Vec<u8>> {
    fs::read(room.project.join(path))
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}
