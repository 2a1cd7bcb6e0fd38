//! A migration, a test and a slice in every fixture of `tests/projects`: what each run would do, as a diff, or the account
//! of why it does nothing. What is done is what was shown, and a second time there is nothing to do.

mod common;

use common::Sandbox;
use common::projects::{project, projects, undated};

/// What is stamped into a project; `FIELDS` stands for the fields of a slice.
struct Row {
    name: &'static str,
    migration: &'static str,
    /// What a test is made for.
    target: &'static str,
    slice: &'static str,
}

const FIELDS: &str = "total:decimal=10,2:min=0 status:enum=open,paid:default=open note:text:null \
                      number:str=20:unique:search secret:str=40:private:null";

const fn row(
    name: &'static str,
    migration: &'static str,
    target: &'static str,
    slice: &'static str,
) -> Row {
    Row {
        name,
        migration,
        target,
        slice,
    }
}

const ROWS: &[Row] = &[
    row(
        "alembic_batch",
        "--kind add-column --table book shelf:str=40:unique:null",
        "library.models:Author",
        "--entity Loan book:ref=Book FIELDS",
    ),
    row(
        "alembic_dated",
        "--kind create-table --entity Visit at:datetime token:uuid:index",
        "src/clinic/db/migrations/env.py",
        "--entity Visit FIELDS",
    ),
    row(
        "alembic_default",
        "--kind add-index --table orders --columns number,customer_id",
        "shop/models.py",
        "--entity Invoice customer:ref=Customer FIELDS",
    ),
    row(
        "alembic_engines",
        "--kind add-column --table users age:int:null",
        "shop.legacy",
        "--entity Order FIELDS",
    ),
    row(
        "alembic_numbers",
        "--kind add-column --table accounts balance:decimal=12,2:default=0",
        "GET /accounts",
        "--entity Order FIELDS",
    ),
    row(
        "alembic_two_trees",
        "--kind empty -m later",
        "revisions/core/env.py",
        "--entity Order FIELDS",
    ),
    row(
        "backend_sqlmodel",
        "--kind add-column --table article weight:float:null",
        "PUT /api/v1/articles/{id}",
        "--entity Order warehouse:ref=Warehouse FIELDS",
    ),
    row(
        "crud_functions",
        "--kind add-column --table tools shelf:str=40:unique:null",
        "app/crud/tool.py",
        "--entity Order member:ref=Member tool:ref=Tool FIELDS contact:email:null",
    ),
    row(
        "dataclass_factory",
        "--kind drop-column --table patient phone:str=30:null",
        "clinic/routes/patients.py",
        "--entity Order patient:ref=Patient FIELDS",
    ),
    row(
        "feature_packages",
        "--kind create-table --entity Bill repair:ref=Repair amount:decimal=10,2",
        "GET /api/cars/{car_id}",
        "--entity Bill repair:ref=Repair FIELDS",
    ),
    row(
        "flat_async",
        "--kind rename-column --table books --from title --to name",
        "app.services.book:BookService",
        "--entity Order author:ref=Author FIELDS",
    ),
    row(
        "key_alias",
        "--kind create-table --entity Load stone:ref=Stone tons:int",
        "quarry/stones.py",
        "--entity Order pit:ref=Pit before:ref=Order:null FIELDS",
    ),
    row(
        "ledger_packages",
        "--kind add-column --table teller shelf:str=40:unique:null branch:ref=Branch:null",
        "POST /api/v1/teller",
        "--entity Order branch:ref=Branch FIELDS contact:email:null",
    ),
    row(
        "mixed_evidence",
        "--kind empty -m later",
        "app/routes/bolts.py",
        "--entity Order tool:ref=Tool FIELDS",
    ),
    row(
        "named_keys",
        "--kind create-table --entity Bill visit:ref=Visit before:ref=Bill:null",
        "clinic/routers/pets.py",
        "--entity Order owner:ref=Owner species:ref=Species:null before:ref=Order:null FIELDS",
    ),
    row(
        "old_columns",
        "--kind create-table --entity Shift oven:ref=Oven:on-delete=cascade ratio:float",
        "GET /api/ovens/{oven_id}",
        "--entity Order oven:ref=Oven FIELDS at:datetime blob:bytes:null site:url:null",
    ),
    row(
        "old_sqlmodel",
        "--kind create-table --entity Note place:ref=Place token:uuid text:text",
        "GET /places/{place_id}",
        "--entity Order place:ref=Place:null:on-delete=null FIELDS at:datetime blob:bytes:null site:url:null",
    ),
    row(
        "one_module_crlf",
        "--kind add-foreign-key --table pages --column before_id --references pages.id",
        "app/routers/notebooks.py",
        "--entity Order notebook:ref=Notebook FIELDS",
    ),
    row(
        "psycopg_factory",
        "--kind add-index --table billing_invoices --columns amount --concurrently",
        "POST /invoices",
        "--entity Order account:ref=Account FIELDS",
    ),
    row(
        "session_proxy",
        "--kind add-column --table walls height:int:null",
        "GET /walls/{wall_id}",
        "--entity Order wall:ref=Wall FIELDS",
    ),
    row(
        "sqlmodel_async",
        "--kind add-column --table teams founded:date:null motto:str=80:null",
        "GET /api/v1/players/{player_id}",
        "--entity Order team:ref=Team FIELDS",
    ),
    row(
        "src_domains",
        "--kind create-table --entity Label name:str=20:unique task:ref=Task:on-delete=cascade",
        "taskboard.task.service:get",
        "--entity Order board:ref=Board FIELDS",
    ),
    row(
        "src_package_loop",
        "--kind empty -m later",
        "GET /v2/tickets/{ticket_id}",
        "--entity Order visitor:ref=Visitor FIELDS",
    ),
    row(
        "test_async",
        "--kind empty -m later",
        "shop/prices.py",
        "--entity Order FIELDS",
    ),
    row(
        "test_bare",
        "--kind empty -m later",
        "GET /towns/{number}",
        "--entity Order FIELDS",
    ),
    row(
        "test_limits",
        "--kind empty -m later",
        "ledger/bookings.py",
        "--entity Order FIELDS",
    ),
    row(
        "text_ids",
        "--kind create-table --entity Ride day:date depot:ref=Depot van:ref=Van:on-delete=cascade",
        "GET /parcels/{parcel_id}",
        "--entity Order depot:ref=Depot parcel:ref=Parcel:null FIELDS",
    ),
    row(
        "text_ids_sqlmodel",
        "--kind add-column --table animal keeper:ref=Keeper:null",
        "shelter/routes/animals.py",
        "--entity Order keeper:ref=Keeper FIELDS",
    ),
    row(
        "two_heads",
        "--kind add-column --table item weight:float:null",
        "depot.endpoints.shelf",
        "--from-model depot/models/supplier.py:Supplier",
    ),
    row(
        "web_dao",
        "--kind create-table --entity Note station:ref=Station:on-delete=cascade text:text",
        "weatherlog.db.dao.station_dao:StationDAO",
        "--entity Order station:ref=Station FIELDS",
    ),
];

#[test]
fn every_fixture_has_its_row() {
    let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
    assert_eq!(names, projects());
}

#[test]
fn migrations() {
    for row in ROWS {
        shown_then_done(row.name, "migration", &words(row.migration));
    }
}

#[test]
fn tests_of_what_is_there() {
    for row in ROWS {
        let words = ["--target".to_owned(), row.target.to_owned()];
        shown_then_done(row.name, "test", &words);
    }
}

#[test]
fn slices() {
    for row in ROWS {
        shown_then_done(
            row.name,
            "crud",
            &words(&row.slice.replace("FIELDS", FIELDS)),
        );
    }
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Stores what the run would do; then does it, if it is not refused.
fn shown_then_done(name: &str, pattern: &str, answers: &[String]) {
    let sandbox = project(name);
    let run = |more: &str| {
        let words = ["new", pattern].map(str::to_owned).into_iter();
        let words = words
            .chain(answers.iter().cloned())
            .chain([more.to_owned()]);
        sandbox.patgen(words).run()
    };
    let mut shown = None;
    sandbox.untouched(|| {
        let dry = run("--dry-run");
        shown = Some((dry.status, dry.out.clone(), dry.err.clone()));
        dry
    });
    let (status, diff, said) = shown.expect("a run");
    let said = said.split("\nnext:").next().unwrap_or_default().trim_end();
    let text = format!(
        "{}\n--- exit code {}\n{}",
        said,
        status.unwrap_or(-1),
        String::from_utf8_lossy(&diff).replace('\r', "␍")
    );
    assert_stored!(format!("{name}_{pattern}"), undated(&text));
    if status == Some(0) {
        let applied = patched(name, &diff);
        run("--yes").code(0);
        let made = sandbox.tree().without(&[".patgen"]);
        applied.tree().expect_contents_of(&made, name);
        sandbox
            .untouched(|| run("--check").code(0))
            .says(["nothing to do"]);
    }
}

/// Another copy, with the diff applied by git.
fn patched(name: &str, diff: &[u8]) -> Sandbox {
    let sandbox = project(name);
    let words = ["apply", "--whitespace=nowarn", "-"];
    sandbox.program("git", words).stdin(diff).run().code(0);
    sandbox
}
