//! What is to be tested, and with which tests: from the text of a target and the code of a project to a value.
//!
//! Pure: the project is read through `Tree`. The tests are values; how they are written is for templates to say.
//! What follows from signatures, guards and declared routes is asserted; what is not certain becomes a test that is
//! skipped, with a reason that names what a person has to fill in.
//!
//! `subject` begins; a rule is found by what it is about:
//!
//! | about | rules |
//! |---|---|
//! | what may be a target | `address`, `listing`; `script` and `stray`: what tests cannot import |
//! | where its tests go, what runs them, what they are methods of | `place`, `runner`, `taken`, `classes`; `files`: where the code is |
//! | values that are made | `sample`, `types`, `limits`, `pattern`, `models`, `making`, `constructor`, `variable` |
//! | calls (`unit`) | `calm`: what is sure to come back; `outcome`, `result`, `gives`: what does; `refusal`, `trial`: what is raised; `example` |
//! | classes that hold values (`values`) | `check`, `validator`, `members` |
//! | what callers rely on | `pins`, `contract` |
//! | routes (`requests`, `ask`) | `prefix`, `mount`: where they are; `base_url`: what a client says of that; `send`, `form`, `unique`: what is sent; `answer`, `response`: what comes back; `depend`: who may ask; `raises`, `invalid`: what is refused; `doubt`, `start`: why an answer is not known |
//! | several routes, websockets | `journey`, `socket` |
//! | clients, sessions, headers of tests, the tables that they work on | `fixtures`, `conftest`, `tables` |
//!
//! `case` is what all of them give, and `shape` what it does. The tables of tests in `tests` have a row for each rule.

mod address;
mod answer;
mod ask;
mod base_url;
mod body;
mod callable;
mod calm;
mod candidate;
mod case;
mod check;
mod classes;
mod code;
mod conftest;
mod constructor;
mod contract;
mod depend;
mod doubt;
mod endpoint;
mod evaluate;
mod example;
mod files;
mod fixtures;
mod form;
mod gives;
mod invalid;
mod journey;
mod known;
mod limits;
mod listing;
mod making;
mod members;
mod models;
mod mount;
mod outcome;
mod pattern;
mod pins;
mod place;
mod prefix;
mod raises;
mod refusal;
mod requests;
mod response;
mod result;
mod route;
mod routes;
mod runner;
mod sample;
mod script;
mod send;
mod shape;
mod socket;
mod start;
mod stray;
mod subject;
mod tables;
mod taken;
#[cfg(test)]
mod tests;
mod trial;
mod types;
mod unique;
mod unit;
mod validator;
mod values;
mod variable;

pub use subject::target;
