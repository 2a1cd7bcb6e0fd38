//! `patgen new test`: tests for code that is there already, in projects of `tests/projects/`.

mod common;

use common::projects::project;

#[test]
fn a_module_of_functions() {
    let sandbox = project("test_async");
    sandbox.done("new test --target shop/prices.py");
    assert_stored!("prices", sandbox.read("tests/test_prices.py"));
}

#[test]
fn a_service_class_and_then_the_routes_beside_it() {
    let sandbox = project("test_async");
    sandbox.done("new test --target shop.services.parcels:ParcelService");
    assert_stored!("service", sandbox.read("tests/test_parcels.py"));
    let line = "new test --target shop/api/parcels.py";
    let run = sandbox.untouched(|| sandbox.run(line).code(1));
    run.says(["--yes"]);
    sandbox.done(&format!("{line} --yes"));
    assert_stored!("service_and_routes", sandbox.read("tests/test_parcels.py"));
}

#[test]
fn a_way_through_the_routes() {
    let sandbox = project("test_async");
    let words = ["new", "test", "--target", "GET /parcels/{parcel_id}"];
    let words = words.into_iter().chain(["--kind", "e2e"]);
    sandbox.patgen(words).run().code(0);
    assert_stored!("e2e", sandbox.read("tests/test_parcels_e2e.py"));
}

#[test]
fn without_fixtures_and_tests() {
    let sandbox = project("test_bare");
    sandbox.done("new test --target weather.reckoning");
    sandbox.done("new test --target weather.main --kind regression");
    assert_stored!("bare", sandbox.read("tests/test_reckoning.py"));
    assert_stored!("contract", sandbox.read("tests/test_main_regression.py"));
    assert_eq!(sandbox.read("tests/__init__.py"), "");
}

#[test]
fn as_methods_where_siblings_are() {
    let sandbox = project("test_async");
    sandbox.remove("tests/test_shop.py");
    let own = "class TestOther:\n    def test_other(self) -> None:\n        assert 1 + 1 == 2\n";
    sandbox.write("tests/test_other.py", own);
    sandbox.done("new test --target shop/prices.py");
    sandbox.done("new test --target shop/api/parcels.py");
    assert_stored!("methods", sandbox.read("tests/test_prices.py"));
    assert_stored!("methods_of_routes", sandbox.read("tests/test_parcels.py"));
}

#[test]
fn as_those_of_unittest_and_without_pytest() {
    let sandbox = project("test_bare");
    let own = "import unittest\n\n\nclass Other(unittest.TestCase):\n    def test_other(self) -> None:\n        self.assertEqual(1, 1)\n";
    sandbox.write("tests/test_other.py", own);
    for target in ["weather/reckoning.py", "weather/main.py"] {
        let line = format!("new test --target {target}");
        sandbox.done(&line);
        sandbox
            .untouched(|| sandbox.done(&line))
            .says(["nothing to do"]);
    }
    let (module, routes) = (
        sandbox.read("tests/test_reckoning.py"),
        sandbox.read("tests/test_main.py"),
    );
    assert!(
        !module.contains("pytest") && !routes.contains("pytest"),
        "{module}{routes}"
    );
    assert_stored!("unittest", module);
    assert_stored!("unittest_of_routes", routes);
}

#[test]
fn the_second_time_there_is_nothing_to_do() {
    let sandbox = project("test_async");
    for line in [
        "new test --target shop/prices.py",
        "new test --target shop.prices --kind regression",
        "new test --target shop/api/parcels.py --yes",
    ] {
        sandbox.done(line);
        sandbox
            .untouched(|| sandbox.done(line))
            .says(["nothing to do"]);
    }
}

#[test]
fn what_a_person_wrote_stays() {
    let sandbox = project("test_async");
    let own = "def test_short() -> None:\n    assert 1 + 1 == 2\n";
    sandbox.write("tests/test_prices.py", own);
    sandbox.done("new test --target shop/prices.py --yes");
    let after = sandbox.read("tests/test_prices.py");
    assert!(after.contains(own), "{after}");
    assert_eq!(after.matches("def test_short(").count(), 1);
    assert!(after.contains("def test_postage("), "{after}");
}

#[test]
fn what_is_added_to_the_code_is_added_to_its_tests() {
    let sandbox = project("test_async");
    sandbox.done("new test --target shop/prices.py");
    let before = sandbox.read("tests/test_prices.py");
    let code = sandbox.read("shop/prices.py");
    let more =
        "\n\ndef half(grams: int) -> int:\n    \"\"\"Half of it.\"\"\"\n    return grams // 2\n";
    sandbox.write("shop/prices.py", format!("{code}{more}"));
    sandbox.done("new test --target shop/prices.py --yes");
    let after = sandbox.read("tests/test_prices.py");
    assert_eq!(
        after.matches("def test_").count(),
        before.matches("def test_").count() + 1
    );
    assert!(after.contains("result = half(grams=1)"), "{after}");
}

#[test]
fn targets_that_are_none() {
    let sandbox = project("test_async");
    sandbox.write("shop/broken.py", "def f(:\n");
    for (words, says) in [
        (
            "--target shop/price.py",
            &["there is no such file", "`shop/prices.py`"][..],
        ),
        ("--target shop.prices:postge", &["`shop.prices:postage`"]),
        ("--target shop.prices:_x", &["private"]),
        ("--target ../shop/prices.py", &["lies in the project"]),
        ("--target shop/broken.py", &["shop/broken.py:1"]),
        (
            "--target shop.prices --kind e2e",
            &["`unit`, `integration`, `regression`"],
        ),
        ("--target shop/api/parcels.py --kind unit", &["`e2e`"]),
        ("", &["`--target` is missing"]),
    ] {
        let line = format!("new test {words}");
        let run = sandbox.refused(&line);
        for part in says {
            assert!(run.err.contains(part), "{line}: {}", run.err);
        }
    }
}
