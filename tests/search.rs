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

/// What people need in their own words, and the pattern that comes first.
#[test]
fn what_people_need() {
    for (words, first) in [
        ("login", "jwt-auth"),
        ("sign in users", "jwt-auth"),
        ("password hashing", "jwt-auth"),
        ("refresh token", "jwt-auth"),
        ("roles and permissions", "jwt-auth"),
        ("double booking", "overlap-check"),
        ("book a room", "overlap-check"),
        ("slow list page", "eager-loading"),
        ("n+1 queries", "eager-loading"),
        ("too many queries", "eager-loading"),
        ("upload a picture", "streaming-upload"),
        ("upload file", "streaming-upload"),
        ("save an attachment", "streaming-upload"),
        ("send mail", "email-service"),
        ("password reset mail", "email-service"),
        ("welcome email", "email-service"),
        ("stripe webhook", "webhook-receiver"),
        ("github webhook signature", "webhook-receiver"),
        ("receive events from payment provider", "webhook-receiver"),
        ("limit requests per user", "rate-limit"),
        ("throttle", "rate-limit"),
        ("429", "rate-limit"),
        ("cache a query", "redis-cache"),
        ("speed up reads", "redis-cache"),
        ("run job every night", "background-task"),
        ("cron", "background-task"),
        ("scheduled task", "background-task"),
        ("long running job in another process", "celery-worker"),
        ("worker", "celery-worker"),
        ("retry a failed request", "retry"),
        ("flaky network", "retry"),
        ("call another service", "http-client"),
        ("third party api", "http-client"),
        ("undo a delete", "soft-delete"),
        ("recycle bin", "soft-delete"),
        ("json logs", "structured-logging"),
        ("log request id", "request-id"),
        ("correlation id", "request-id"),
        ("prometheus metrics", "monitoring"),
        ("tracing", "monitoring"),
        ("error format", "error-envelope"),
        ("hide stack traces", "error-envelope"),
        ("cors", "security-headers"),
        ("csp header", "security-headers"),
        ("clickjacking", "security-headers"),
        ("add a column", "migration"),
        ("rename column", "migration"),
        ("index a column", "migration"),
        ("import a csv file", "file-pipeline"),
        ("bulk insert", "batch-insert"),
        ("insert many rows", "batch-insert"),
        ("insert 100000 rows", "batch-insert"),
        ("all or nothing", "transaction"),
        ("rollback when something fails", "transaction"),
        ("two users edit the same row", "row-locking"),
        ("race condition", "row-locking"),
        ("oversell stock", "row-locking"),
        ("asyncpg pool", "connection-pool"),
        ("test data", "fixtures"),
        ("factories for tests", "fixtures"),
        ("write a test for existing code", "test"),
        ("unit test", "test"),
        ("docker postgres for tests", "docker-compose"),
        ("load testing", "load-test"),
        ("performance test", "load-test"),
        ("pre-commit hooks", "quality-gate"),
        ("linting", "quality-gate"),
        ("check imports between layers", "layered-architecture"),
        ("plugins", "registry"),
        ("time out a slow function", "time-limit"),
        ("daylight saving", "timezone"),
        ("local midnight", "timezone"),
        ("validate phone number", "input-validation"),
        ("slug", "input-validation"),
        ("file name validation", "input-validation"),
        ("pagination", "response-format"),
        ("cursor pagination", "response-format"),
        ("plain sql migrations", "sql-migration"),
        ("new project", "app"),
        ("start a service", "app"),
        ("hello world", "app"),
        ("run at most 10 at once", "bounded-concurrency"),
        ("parallel requests", "bounded-concurrency"),
        ("environment variables", "settings"),
        ("dotenv", "settings"),
        ("whole feature", "feature"),
        ("llm agent", "agent"),
        ("new module", "module"),
        ("database connection", "database"),
        ("rest api for a table", "crud"),
    ] {
        let found = found(words);
        assert_eq!(
            found.first(),
            Some(&format!("fastapi/{first}")),
            "{words}: {found:?}"
        );
    }
}

/// The same in other words, and with the slips of quick fingers: among the first three.
#[test]
fn what_people_type() {
    for (words, wanted) in [
        ("uplaod big file", "streaming-upload"),
        ("users send pictures", "streaming-upload"),
        ("multipart file size limit", "streaming-upload"),
        ("log in with password", "jwt-auth"),
        ("autentication", "jwt-auth"),
        ("refresh token rotation", "jwt-auth"),
        ("protect routes bearer", "jwt-auth"),
        ("throttel requests", "rate-limit"),
        ("too many login attempts", "rate-limit"),
        ("slow down abusive clients", "rate-limit"),
        ("cache expensive query", "redis-cache"),
        ("memoise results", "redis-cache"),
        ("cahce invalidation", "redis-cache"),
        ("double bookings", "overlap-check"),
        ("meeting room reservation conflict", "overlap-check"),
        ("calendar slots overlapping", "overlap-check"),
        ("send e-mail", "email-service"),
        ("password reset mail", "email-service"),
        ("smpt", "email-service"),
        ("n+1 queries", "eager-loading"),
        ("slow list page", "eager-loading"),
        ("too many sql queries", "eager-loading"),
        ("recover deleted rows", "soft-delete"),
        ("trash bin", "soft-delete"),
        ("recycle bin", "soft-delete"),
        ("lost update", "row-locking"),
        ("select for update", "row-locking"),
        ("two users edit the same row", "row-locking"),
        ("rollback everything when a step fails", "transaction"),
        ("unit of work", "transaction"),
        ("stripe webhook", "webhook-receiver"),
        ("verify hmac signature", "webhook-receiver"),
        ("recieve events from github", "webhook-receiver"),
        ("call external api", "http-client"),
        ("circuit braker", "http-client"),
        ("3rd party api client timeouts", "http-client"),
        ("try again on failure", "retry"),
        ("exponential back-off", "retry"),
        ("cron job in process", "background-task"),
        ("run something every minute", "background-task"),
        ("job queue", "celery-worker"),
        ("long running task", "celery-worker"),
        ("bulk insert", "batch-insert"),
        ("import million rows", "batch-insert"),
        ("consistent error responses", "error-envelope"),
        ("problem json", "error-envelope"),
        ("cors", "security-headers"),
        ("content security policy", "security-headers"),
        ("daylight saving", "timezone"),
        ("start of day local time", "timezone"),
        ("validate phone number", "input-validation"),
        ("slug", "input-validation"),
        ("cursor pagination", "response-format"),
        ("infinite scroll", "response-format"),
        ("import csv files", "file-pipeline"),
        ("process files in a folder", "file-pipeline"),
        ("stop a computation after 5 seconds", "time-limit"),
        ("make the first admin user", "account"),
        ("create superuser", "account"),
        ("frontend cannot call my api", "security-headers"),
        ("stop bots from guessing passwords", "rate-limit"),
        ("how fast is my api", "load-test"),
        ("two people edit the same record", "row-locking"),
        ("next page links", "response-format"),
        ("keep users logged in on their phone", "jwt-auth"),
    ] {
        let found = found(words);
        let is_near = found.iter().take(3).any(|name| name.ends_with(wanted));
        assert!(is_near, "`{words}` finds {found:?}, not `{wanted}`");
    }
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
        ("slow query", "fastapi/eager-loading"),
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

/// What people need, in their words, and the pattern that is for it: one row a pattern at least.
const NEEDS: &[(&str, &str)] = &[
    ("start a new service", "app"),
    ("installable package", "project"),
    ("async tests", "async-tests"),
    ("read settings from environment", "settings"),
    ("database session", "database"),
    ("asyncpg pool", "connection-pool"),
    ("table of an entity", "model"),
    ("validate request body", "schema"),
    ("data access class", "repository"),
    ("business rules", "service"),
    ("add a route", "endpoint"),
    ("rest api for an entity", "crud"),
    ("add column", "migration"),
    ("alembic setup", "alembic"),
    ("plain sql migration", "sql-migration"),
    ("login", "jwt-auth"),
    ("refresh token", "jwt-auth"),
    ("password hash", "account"),
    ("too many requests", "rate-limit"),
    ("one shape for errors", "error-envelope"),
    ("json logs", "structured-logging"),
    ("prometheus metrics", "monitoring"),
    ("cors", "security-headers"),
    ("phone number", "input-validation"),
    ("cache query", "redis-cache"),
    ("redis address", "redis"),
    ("job queue", "celery-worker"),
    ("periodic task in process", "background-task"),
    ("upload file", "streaming-upload"),
    ("send mail", "email-service"),
    ("receive webhook", "webhook-receiver"),
    ("call external api", "http-client"),
    ("process files", "file-pipeline"),
    ("try again", "retry"),
    ("limit concurrency", "bounded-concurrency"),
    ("bulk insert", "batch-insert"),
    ("all or nothing", "transaction"),
    ("select for update", "row-locking"),
    ("soft delete", "soft-delete"),
    ("slow list page", "eager-loading"),
    ("cursor pagination", "response-format"),
    ("time zone", "timezone"),
    ("double booking", "overlap-check"),
    ("test skeleton", "test"),
    ("load test", "load-test"),
    ("test client fixture", "fixtures"),
    ("rows for tests", "test-support"),
    ("lint and type check", "quality-gate"),
    ("import rules between layers", "layered-architecture"),
    ("plugins", "registry"),
    ("agent", "agent"),
    ("computation that never ends", "time-limit"),
    ("new module", "module"),
    ("docker", "docker-compose"),
    ("correlation id", "request-id"),
    ("new feature", "feature"),
];

#[test]
fn each_pattern_is_found_by_the_need_for_it() {
    let list = Sandbox::new().done("list --json").json();
    let patterns = list["patterns"].as_array().expect("patterns");
    let there: Vec<&str> = patterns
        .iter()
        .filter_map(|pattern| pattern["name"].as_str())
        .collect();
    let known = NEEDS
        .iter()
        .map(|(need, name)| (need, format!("fastapi/{name}")));
    let mut wrong = Vec::new();
    for (need, name) in known.filter(|(_, name)| there.contains(&name.as_str())) {
        let found = found(need);
        if found.first() != Some(&name) {
            wrong.push(format!("{need}: {name} is wanted, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for name in there {
        let is_known = NEEDS
            .iter()
            .any(|(_, short)| name == format!("fastapi/{short}"));
        assert!(is_known, "no row says by which need `{name}` is found");
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
