//! The floor: the least that a program has to do for the same files.
//!
//! `floor write PACK INTO` writes the files of a pack, the same bytes to the same paths. `floor stamp PACK INTO` first
//! compiles and renders the embedded templates of the patterns that `new crud` stamps in an empty directory, without a
//! formatter. `floor render TEMPLATES INTO` is the prototype that the targets speak of: compile and render each
//! template, then create the file, or compare it with what is there, or print how it differs. No plan, no record, no
//! safety. `floor parse DIR` reads and parses the Python files below a directory.

#![expect(
    clippy::disallowed_methods,
    reason = "the floor is a program of its own"
)]

#[path = "../stamp/pack.rs"]
mod pack;
#[path = "stamp.rs"]
mod stamp;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, context};
use similar::TextDiff;

type Outcome<T> = Result<T, Error>;

fn main() -> Outcome<()> {
    let matches = command().get_matches();
    match matches.subcommand() {
        Some(("write", matches)) => write(matches),
        Some(("stamp", matches)) => {
            stamp::render_all()?;
            write(matches)
        }
        Some(("parse", matches)) => parse(matches),
        Some((_, matches)) => render(matches),
        None => Err(Error::other("write, stamp, parse or render?")),
    }
}

fn command() -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let path = |name: &'static str| Arg::new(name).required(true);
    Command::new("floor")
        .version("0.1.0")
        .subcommand_required(true)
        .subcommands(["write", "stamp"].map(|name| {
            Command::new(name)
                .args([path("from"), path("into")])
                .arg(flag("durable"))
        }))
        .subcommand(Command::new("parse").arg(path("from")))
        .subcommand(
            Command::new("render")
                .args([path("from"), path("into")])
                .args([flag("durable"), flag("compare"), flag("diff")]),
        )
}

/// The path under the argument called `name`.
fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches
        .get_one::<String>(name)
        .map(PathBuf::from)
        .unwrap_or_default()
}

fn write(matches: &ArgMatches) -> Outcome<()> {
    let pack = fs::read(path(matches, "from"))?;
    let mut target = Target::new(path(matches, "into"))?;
    for (path, bytes) in pack::files(&pack) {
        target.create(Path::new(path), bytes)?;
    }
    target.finish(matches.get_flag("durable"))
}

fn parse(matches: &ArgMatches) -> Outcome<()> {
    let from = path(matches, "from");
    let mut files = Vec::new();
    pack::gather(&from, &from, &mut files)?;
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    parser.set_language(&language).map_err(Error::other)?;
    let python = files.iter().filter(|(path, _)| path.ends_with(".py"));
    let parsed = python.filter_map(|(_, source)| parser.parse(source, None));
    writeln!(std::io::stderr(), "{} parsed", parsed.count())
}

fn render(matches: &ArgMatches) -> Outcome<()> {
    let (from, into) = (path(matches, "from"), path(matches, "into"));
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build();
    environment.set_syntax(syntax.map_err(Error::other)?);
    let mut templates = Vec::new();
    pack::gather(&from, &from, &mut templates)?;
    if matches.get_flag("compare") || matches.get_flag("diff") {
        return compare(&environment, &templates, &into);
    }
    let mut target = Target::new(into)?;
    for (path, source) in &templates {
        let text = rendered(&environment, source)?;
        target.create(Path::new(path.trim_end_matches(".j2")), text.as_bytes())?;
    }
    target.finish(matches.get_flag("durable"))
}

fn rendered(environment: &Environment, source: &[u8]) -> Outcome<String> {
    let source = std::str::from_utf8(source).map_err(Error::other)?;
    environment
        .render_str(source, context! { title => "Speed" })
        .map_err(Error::other)
}

/// Prints how the files differ from what the templates give; nothing where they do not.
fn compare(environment: &Environment, templates: &[(String, Vec<u8>)], into: &Path) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    for (path, source) in templates {
        let path = into.join(path.trim_end_matches(".j2"));
        let (wanted, there) = (rendered(environment, source)?, fs::read_to_string(&path)?);
        if wanted != there {
            let diff = TextDiff::from_lines(&there, &wanted);
            write!(out, "{}", diff.unified_diff().header("a", "b"))?;
        }
    }
    Ok(())
}

/// A new directory that files are created in.
struct Target {
    root: PathBuf,
    made: BTreeSet<PathBuf>,
}

impl Target {
    fn new(root: PathBuf) -> Outcome<Self> {
        fs::create_dir(&root)?;
        let made = BTreeSet::from([PathBuf::new()]);
        Ok(Self { root, made })
    }

    fn create(&mut self, path: &Path, bytes: &[u8]) -> Outcome<()> {
        let parent = path.parent().unwrap_or(Path::new(""));
        if !self.made.contains(parent) {
            fs::create_dir_all(self.root.join(parent))?;
            self.made.insert(parent.to_owned());
        }
        File::create_new(self.root.join(path))?.write_all(bytes)
    }

    /// As durable as a stamp in a new root: the file system once, then the name of the root.
    fn finish(&self, durable: bool) -> Outcome<()> {
        if durable {
            sync_all(&File::open(&self.root)?)?;
            let parent = self.root.parent().unwrap_or(Path::new("/"));
            File::open(parent)?.sync_all()?;
        }
        writeln!(std::io::stderr(), "done")
    }
}

#[cfg(target_os = "linux")]
fn sync_all(dir: &File) -> Outcome<()> {
    Ok(rustix::fs::syncfs(dir)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &File) -> Outcome<()> {
    rustix::fs::sync();
    Ok(())
}
