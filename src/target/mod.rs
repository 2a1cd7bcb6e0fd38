//! What is to be tested, and with which tests: from the text of a target and the code of a project to a value.
//!
//! Pure: the project is read through `Tree`. The tests are values; how they are written is for templates to say.
//! What follows from signatures, guards and declared routes is asserted; what is not certain becomes a test that is
//! skipped, with a reason that names what a person has to fill in.

mod address;
mod answer;
mod ask;
mod body;
mod callable;
mod calm;
mod candidate;
mod case;
mod check;
mod code;
mod conftest;
mod constructor;
mod depend;
mod doubt;
mod endpoint;
mod evaluate;
mod example;
mod files;
mod fixtures;
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
mod pydantic;
mod raises;
mod refusal;
mod response;
mod result;
mod route;
mod routes;
mod runner;
mod sample;
mod script;
mod send;
mod socket;
mod start;
mod stray;
mod subject;
mod taken;
#[cfg(test)]
mod tests;
mod types;
mod unit;
mod validator;
mod values;
mod variable;

pub use subject::target;
