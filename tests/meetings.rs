//! Where patterns meet: what one asks for and another gives, whichever was stamped first.

mod common;

use common::{SLICE, Sandbox};

const FOREIGN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects/flat_async");
const GUARD: &str = "dependencies=[Depends(current_account)]";

#[test]
fn guarded_routes_bring_the_login_along() {
    let sandbox = Sandbox::new();
    let line = format!("new {SLICE} --entity User --table people --auth email:email:unique");
    let plan = sandbox.done(&format!("{line} --json --yes")).json();
    let along = plan["requires"].as_array().expect("a list");
    let auth = serde_json::json!({"capability": "http.auth", "by": "jwt-auth"});
    assert!(along.contains(&auth), "{along:?}");
    assert!(sandbox.read("app/api/users.py").contains(GUARD));
    // The answers for the one are not for the other.
    let account = sandbox.read("app/models/account.py");
    assert!(
        account.contains("__tablename__ = \"accounts\""),
        "{account}"
    );
    for line in [&line, "new jwt-auth", &format!("new {SLICE} --entity User")] {
        let again = sandbox.done(&format!("{line} --check"));
        again.says(["nothing to do"]);
    }
}

#[test]
fn nobody_hears_of_fields_that_are_settled() {
    let sandbox = Sandbox::new();
    let said = sandbox.done("new jwt-auth --yes").err;
    assert!(!said.contains("no fields were given"), "{said}");
    let said = sandbox.done("new model --entity User --yes").err;
    assert!(said.contains("no fields were given"), "{said}");
}

#[test]
fn a_service_that_keeps_what_it_reads_brings_the_cache_along() {
    let sandbox = Sandbox::new();
    let line = format!("new {SLICE} --entity User --cache");
    let plan = sandbox.done(&format!("{line} --json --yes")).json();
    let along = plan["requires"].as_array().expect("a list");
    let cache = serde_json::json!({"capability": "cache", "by": "redis-cache"});
    assert!(along.contains(&cache), "{along:?}");
    let service = sandbox.read("app/services/user.py");
    assert!(service.contains("self._cache.forget("), "{service}");
    assert!(
        sandbox
            .read("app/api/users.py")
            .contains("UserService(session, cache)")
    );
    sandbox
        .done("new redis-cache --check")
        .says(["nothing to do"]);
    sandbox.done(&format!("new {SLICE} --entity User --no-cache --yes"));
    assert!(!sandbox.read("app/services/user.py").contains("cache"));
    assert!(
        sandbox
            .read("app/api/users.py")
            .contains("UserService(session)")
    );
}

#[test]
fn routes_are_guarded_when_it_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.done("new jwt-auth");
    sandbox.done(&format!("new {SLICE} --entity User --yes"));
    assert!(!sandbox.read("app/api/users.py").contains(GUARD));
    let plan = sandbox.done(&format!("new {SLICE} --entity User --auth --yes --json"));
    assert_eq!(plan.json()["requires"], serde_json::json!([]));
    assert!(sandbox.read("app/api/users.py").contains(GUARD));
    sandbox.done(&format!("new {SLICE} --entity User --no-auth --yes"));
    assert!(!sandbox.read("app/api/users.py").contains(GUARD));
}

#[test]
fn routes_of_others_are_guarded_as_their_siblings_are() {
    let sandbox = Sandbox::new();
    sandbox
        .program("cp", ["-R", &format!("{FOREIGN}/."), "."])
        .run()
        .code(0);
    let run = sandbox.untouched(|| sandbox.refused(&format!("new {SLICE} --entity User --auth")));
    run.says([
        "`--auth`",
        "as their siblings are",
        "--fact http.auth=MODULE:NAME",
    ]);
}

#[test]
fn rows_that_are_marked_bring_soft_delete_along() {
    let sandbox = Sandbox::new();
    let line = format!("new {SLICE} --entity User --soft-delete email:email:unique");
    let plan = sandbox.done(&format!("{line} --json --yes")).json();
    let along = plan["requires"].as_array().expect("a list");
    let marks = serde_json::json!({"capability": "db.soft_delete", "by": "soft-delete"});
    assert!(along.contains(&marks), "{along:?}");
    let model = sandbox.read("app/models/user.py");
    assert!(model.contains("class User(SoftDeleteMixin, "), "{model}");
    assert!(model.contains("unique_among_living(\"email\")"), "{model}");
    for line in [&line, "new soft-delete"] {
        sandbox
            .done(&format!("{line} --check"))
            .says(["nothing to do"]);
    }
}

#[test]
fn an_entity_that_is_there_is_marked_from_then_on() {
    let sandbox = Sandbox::new();
    sandbox.done(&format!(
        "new {SLICE} --entity Note body:text slug:str=40:unique --yes"
    ));
    let plan = sandbox.done(&format!(
        "new {SLICE} --entity Note --soft-delete --yes --json"
    ));
    let changes = plan.json()["changes"].to_string();
    assert!(changes.contains("_mark_deleted_notes.py"), "{changes}");
    // What lives again when the mark goes is for a person to say.
    sandbox
        .run(&format!("new {SLICE} --entity Note --no-soft-delete --yes"))
        .code(1)
        .says(["would live again"]);
}

#[test]
fn what_refers_to_an_entity_that_is_marked_is_stamped_anew() {
    let sandbox = Sandbox::new();
    sandbox.done(&format!(
        "new {SLICE} --entity Room number:int parent:ref=Room:null --yes"
    ));
    sandbox.done(&format!(
        "new {SLICE} --entity RoomPlan of:ref=Room:null note:str --yes"
    ));
    sandbox
        .run(&format!(
            "new {SLICE} --entity RoomPlan --soft-delete --yes"
        ))
        .code(0);
    sandbox
        .run(&format!("new {SLICE} --entity Room --soft-delete --yes"))
        .code(1)
        .says(["`patgen update`", "what refers to rooms"]);
    sandbox.done("update --yes");
    let service = sandbox.read("app/services/room_plan.py");
    assert!(service.contains("missing_parents"), "{service}");
}

#[test]
fn the_marks_of_an_entity_are_not_for_the_accounts() {
    let sandbox = Sandbox::new();
    let line = format!("new {SLICE} --entity Note --auth --soft-delete body:text --yes");
    sandbox.done(&line);
    for (model, marks) in [("note", true), ("account", false), ("refresh_token", false)] {
        let text = sandbox.read(&format!("app/models/{model}.py"));
        assert_eq!(text.contains("SoftDeleteMixin"), marks, "{text}");
    }
    let dependencies = sandbox.read("app/auth/dependencies.py");
    assert!(dependencies.contains("DELETED_BY"), "{dependencies}");
}

#[test]
fn who_is_signed_in_is_who_deletes() {
    let [login, marks] = ["new jwt-auth --yes", "new soft-delete --yes"];
    for order in [[login, marks], [marks, login]] {
        let sandbox = Sandbox::new();
        for line in order {
            sandbox.done(line);
        }
        let dependencies = sandbox.read("app/auth/dependencies.py");
        let statement = "session.info[DELETED_BY] = str(account.id)";
        assert!(dependencies.contains(statement), "{dependencies}");
        for line in order {
            sandbox
                .done(&format!("{line} --check"))
                .says(["nothing to do"]);
        }
    }
}

#[test]
fn what_only_postgresql_can_is_refused_on_sqlite() {
    for (pattern, why) in [
        ("row-locking", "only PostgreSQL locks rows"),
        ("connection-pool", "speak to PostgreSQL"),
    ] {
        let sandbox = Sandbox::new();
        let line = format!("new {pattern} --db-url sqlite:///./app.db");
        sandbox.untouched(|| sandbox.refused(&line)).says([
            why,
            "on sqlite",
            "--db-url postgresql://",
        ]);
    }
}

#[test]
fn what_both_databases_can_is_taken_on_each() {
    for pattern in ["overlap-check", "batch-insert"] {
        for url in ["sqlite:///./app.db", "postgresql://app@localhost/app"] {
            let sandbox = Sandbox::new();
            sandbox.done(&format!("new {pattern} --db-url {url} --dry-run"));
        }
    }
}
