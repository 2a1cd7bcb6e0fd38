//! Applying plans to real directories.

#![expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]

mod faults;
mod faulty;
mod laws;
mod memory;
mod ordinary;
mod people;
mod power;
mod project;
mod races;
mod refusals;
mod rights;
mod twenty;
