//! Other tools, where they are installed: the same synthetic tree, beside patgen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Outcome;
use super::cases::tree_command;
use super::place::Place;
use super::table::{figures, line};
use super::timing::{Times, timed};
use super::tree::{self, Tree};

/// How it is called on the command line.
pub(crate) const NAME: &str = "peers";

const COUNT: usize = 1_000;
const ROUNDS: usize = 3;

/// A tool that makes a tree from templates.
struct Peer {
    program: &'static str,
    /// The settings file of a template: its name and text.
    settings: (&'static str, &'static str),
    /// The directory of its templates below the template, what their names end in, and how they spell the title.
    files: &'static str,
    suffix: &'static str,
    title: &'static str,
    /// The command, from the template into a directory that is not there.
    run: fn(&Path, &Path) -> Command,
}

const PEERS: [Peer; 3] = [
    Peer {
        program: "copier",
        settings: ("copier.yml", "title:\n  type: str\n  default: Speed\n"),
        files: "",
        suffix: ".jinja",
        title: "{{ title }}",
        run: |from, into| command("copier", &["copy", "--defaults", "--quiet"], &[from, into]),
    },
    Peer {
        program: "cookiecutter",
        settings: ("cookiecutter.json", r#"{"slug": "out", "title": "Speed"}"#),
        files: "{{ cookiecutter.slug }}",
        suffix: "",
        title: "{{ cookiecutter.title }}",
        run: |from, into| {
            let flags = ["--no-input", "--output-dir"];
            command("cookiecutter", &flags, &[into, from])
        },
    },
    Peer {
        program: "cargo-generate",
        settings: ("cargo-generate.toml", "[template]\n"),
        files: "",
        suffix: "",
        title: "{{ title }}",
        run: |from, into| {
            let flags = ["generate", "--name", "out", "--define", "title=Speed"];
            let mut command = command("cargo-generate", &flags, &[]);
            command.args(["--vcs", "none", "--silent", "--path"]);
            command.arg(from).arg("--destination").arg(into);
            command
        },
    },
];

/// Prints how long each takes for 1,000 files, as a ratio to patgen.
pub(crate) fn beside(place: &Place) -> Outcome<()> {
    line("\nOther tools against patgen, 1000 files:")?;
    let ours = Tree::make(&place.path().join("ours"), COUNT, false)?;
    for peer in &PEERS {
        if !is_installed(peer.program) {
            line(&format!("{:34} is not installed", peer.program))?;
            continue;
        }
        let template = template(peer, &place.path().join(peer.program))?;
        match by_turns(peer, &template, &ours, place) {
            Ok(times) => line(&format!("{:65} {}", peer.program, figures(&times)))?,
            Err(error) => line(&format!("{:34} failed: {error}", peer.program))?,
        }
    }
    Ok(())
}

fn by_turns(peer: &Peer, template: &Path, ours: &Tree, place: &Place) -> Outcome<Times> {
    let mut times = Times::default();
    for round in 0..=ROUNDS {
        let (theirs, own) = (place.fresh(), place.fresh());
        if peer.program == "cargo-generate" {
            fs::create_dir(&theirs)?;
        }
        let pair = (
            timed((peer.run)(template, &theirs))?,
            timed(tree_command(&ours.patterns, &own))?,
        );
        place.done(&theirs)?;
        place.done(&own)?;
        if round > 0 {
            times.add(pair.0, pair.1);
        }
    }
    Ok(times)
}

fn template(peer: &Peer, dir: &Path) -> Outcome<PathBuf> {
    let files = dir.join(peer.files);
    fs::create_dir_all(&files)?;
    fs::write(dir.join(peer.settings.0), peer.settings.1)?;
    for number in 0..COUNT {
        let path = files.join(format!("{}{}", tree::path(number), peer.suffix));
        fs::create_dir_all(path.parent().unwrap_or(&files))?;
        let text = tree::template(number, false).replace("{{ title }}", peer.title);
        fs::write(path, text)?;
    }
    Ok(dir.to_owned())
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

fn command(program: &str, flags: &[&str], paths: &[&Path]) -> Command {
    let mut command = Command::new(program);
    command.args(flags).args(paths);
    command
}
