//! Applying plans to real directories.

mod faults;
mod faulty;
mod ordinary;
mod project;
mod refusals;
