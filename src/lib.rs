//! patgen stamps code patterns into projects.
//!
//! # The flow
//!
//! ```text
//! catalogue ─ Pattern ─┐
//! answers ─── Answers ─┼▶ render ▶ Drafts ▶ plan (+ tree, + record) ▶ Plan ▶ review ▶ Plan ▶ apply ▶ record
//! project ─── Facts ───┘                                   └▶ diff   (a dry run stops here)
//! ```
//!
//! One currency: a [`change::Change`] is a file before and after; a [`change::Plan`] holds at most one for a path.
//! Everything is rendered, checked and planned before the first byte is written.
//!
//! # The layers
//!
//! A module imports from its own row and the rows above it; `tests/layers.rs` checks that.
//!
//! ```text
//! 0 words     error, excerpt, naming
//! 1 values    rel_path, change, tree, facts, db_url, entity, pattern, answers
//! 2 core      python, idiom, pytest, edit, mako, target, render, stamp, merge, diff, record, history, plan, review, plan_file, status       pure
//! 3 edges     catalogue, detect, disk, apply, ui                   one kind of effect each
//! 4 commands  one file a subcommand
//! 5 program   scan, cli, main, fuzzed
//! ```
//!
//! # What never happens
//!
//! - The core never touches the disk, the environment, the clock, the terminal or randomness.
//! - Nothing but `ui` prints; nothing but `disk` and `apply` writes.
//! - No plan has two changes for one path.
//! - Applying a plan twice changes nothing the second time.
//! - The text of an answer is never a template.

pub mod answers;
pub mod apply;
pub mod catalogue;
pub mod change;
pub mod cli;
pub mod commands;
pub mod db_url;
pub mod detect;
pub mod diff;
pub mod disk;
pub mod edit;
pub mod entity;
pub mod error;
pub mod excerpt;
pub mod facts;
#[cfg(any(test, fuzzing))]
pub mod fuzzed;
pub mod history;
pub mod idiom;
pub mod mako;
pub mod merge;
pub mod naming;
pub mod pattern;
pub mod plan;
pub mod plan_file;
pub mod pytest;
pub mod python;
pub mod record;
pub mod rel_path;
pub mod render;
pub mod review;
pub mod scan;
pub mod stamp;
pub mod status;
pub mod target;
pub mod tree;
pub mod ui;
