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
