//! The `patgen` program: all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    patgen::cli::run(std::env::args_os())
}
