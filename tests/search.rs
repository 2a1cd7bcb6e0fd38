//! `patgen search`: by the words of a purpose, in a person's own words, mistyped or not.

mod common;

use common::Sandbox;

fn found(words: &str) -> Vec<String> {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done(&format!("search {words}")));
    run.text()
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_people_look_for() {
    for (words, first) in [
        ("crud", "fastapi/crud"),
        ("fastapi/settings", "fastapi/settings"),
        ("CRUD", "fastapi/crud"),
        ("migration", "fastapi/migration"),
        ("migartion", "fastapi/migration"),
        ("migratoin", "fastapi/migration"),
        ("alembic revision", "fastapi/migration"),
        ("settings", "fastapi/settings"),
        ("secret settings", "fastapi/settings"),
        ("seting", "fastapi/settings"),
        ("configuration from the environment", "fastapi/settings"),
        ("health checks", "fastapi/app"),
        ("sqlalchemy session", "fastapi/database"),
        ("data acces", "fastapi/repository"),
        ("pydantic models", "fastapi/schema"),
        ("pytest fixtures", "fastapi/fixtures"),
        ("business layer", "fastapi/service"),
        ("routes", "fastapi/endpoint"),
        ("upload file", "fastapi/streaming-upload"),
        ("large file", "fastapi/streaming-upload"),
        ("cache query", "fastapi/redis-cache"),
        ("slow query", "fastapi/redis-cache"),
        ("send mail", "fastapi/email-service"),
        ("send email", "fastapi/email-service"),
        ("too many requests", "fastapi/rate-limit"),
        ("brute force", "fastapi/rate-limit"),
        ("call external api", "fastapi/http-client"),
        ("circuit breaker", "fastapi/http-client"),
        ("background job", "fastapi/background-task"),
        ("task queue", "fastapi/celery-worker"),
        ("import csv", "fastapi/file-pipeline"),
    ] {
        assert_eq!(
            found(words).first().map(String::as_str),
            Some(first),
            "{words}: {:?}",
            found(words)
        );
    }
}

#[test]
fn nothing_fits() {
    let sandbox = Sandbox::new();
    for words in ["quantum", "the of and", "x", "???"] {
        let run = sandbox.done(&format!("search {words}")).no_data();
        run.says(["no pattern fits", "`patgen list`"]);
    }
}

/// Few good answers, not the whole catalogue.
#[test]
fn the_best_come_first_and_the_rest_stays_away() {
    let all = Sandbox::new().done("list").text().lines().count();
    for words in ["migration", "settings", "database session"] {
        assert!(found(words).len() <= all / 2, "{words}: {:?}", found(words));
    }
}

#[test]
fn the_same_as_list_in_form() {
    let sandbox = Sandbox::new();
    let list = sandbox.done("list --json").json();
    let found = sandbox.done("search settings --json").json();
    let first = &found["patterns"][0];
    assert!(
        list["patterns"]
            .as_array()
            .expect("patterns")
            .contains(first),
        "{first}"
    );
}
