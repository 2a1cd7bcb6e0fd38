//! The floor of starting up: a program with clap that greets.

use std::io::Write;

use clap::{Arg, Command};

fn main() {
    let matches = Command::new("hello")
        .version("0.1.0")
        .about("Greets")
        .arg(Arg::new("name").default_value("world"))
        .get_matches();
    let name = matches
        .get_one::<String>("name")
        .map_or("world", String::as_str);
    // A reader that has gone is no failure.
    let _ = writeln!(std::io::stdout(), "hello, {name}");
}
