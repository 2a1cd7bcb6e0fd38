//! `patgen new crud` and its layers in repositories that patgen did not begin: on their own bases, sessions, layout,
//! router and fixtures.

mod common;

use common::Sandbox;
use common::projects::{project, undated};

const FIELDS: &str = "total:decimal=10,2:min=0 status:enum=open,paid:default=open note:text:null \
                      number:str=20:unique:search secret:str=40:private:null";

/// The diff of `line`, which then is made, and leaves nothing to do.
fn stamped(sandbox: &Sandbox, line: &str) -> String {
    let run = sandbox.done(&format!("{line} --dry-run"));
    sandbox.done(&format!("{line} --yes"));
    let again = sandbox.done(&format!("{line} --check"));
    assert!(again.err.contains("nothing to do"), "{}", again.err);
    undated(run.text())
}

#[test]
fn single_layers() {
    let sandbox = project("flat_async");
    for layer in ["schema", "repository"] {
        let line = format!("new {layer} --entity Order author:ref=Author {FIELDS}");
        assert_stored!(format!("{layer}_alone"), stamped(&sandbox, &line));
    }
    let sandbox = project("src_domains");
    let line = format!("new endpoint --entity Order board:ref=Board {FIELDS} --routes get,list");
    assert_stored!("endpoint_alone", stamped(&sandbox, &line));
}

#[test]
fn a_layer_that_siblings_do_not_have_is_stamped_where_it_is_asked_for() {
    let sandbox = project("dataclass_factory");
    let line = "new crud --entity Order number:str=20 --layers service";
    let diff = stamped(&sandbox, line);
    assert!(diff.contains("+++ b/clinic/services/order.py"), "{diff}");
    assert!(!diff.contains("repositories/order.py"), "{diff}");
}

#[test]
fn a_model_that_a_person_wrote_is_the_entity() {
    let sandbox = project("src_domains");
    sandbox.write("src/taskboard/note/__init__.py", "");
    sandbox.write(
        "src/taskboard/note/models.py",
        "from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.database import Base


class Note(Base):
    __tablename__ = \"note\"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(\"board.id\"), index=True)
    title: Mapped[str] = mapped_column(String(40), unique=True)
    rank: Mapped[int] = mapped_column(server_default=func.random())
",
    );
    let line = "new crud --from-model src/taskboard/note/models.py:Note";
    let said = sandbox.done(&format!("{line} --dry-run")).err;
    assert!(said.contains("no field can say `rank` of `Note`"), "{said}");
    let diff = stamped(&sandbox, line);
    assert!(!diff.contains("note/models.py"), "{diff}");
    assert!(!diff.contains("migrations/"), "{diff}");
    assert_stored!("from_model", diff);
}

#[test]
fn models_that_are_not_there_or_in_the_way() {
    let sandbox = project("src_domains");
    for (line, message) in [
        (
            "new crud --from-model src/taskboard/bord/models.py:Board",
            "`--from-model`: there is no model `src/taskboard/bord/models.py:Board`",
        ),
        (
            "new crud --entity Task --from-model taskboard.board.models:Board",
            "`--entity`: the model is called `Board`, not `Task`",
        ),
        (
            "new crud --entity Task title:str=20",
            "`--entity`: `Task` is there already, in `src/taskboard/task/models.py`",
        ),
    ] {
        let run = sandbox.refused(line);
        assert!(run.err.contains(message), "{line}: {}", run.err);
    }
}

#[test]
fn an_application_without_a_database_gets_no_second_one() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "web/main.py",
        "from fastapi import FastAPI\n\napp = FastAPI()\n",
    );
    sandbox.write("web/__init__.py", "");
    let run = sandbox.refused("new crud --entity Order number:str=20 --yes");
    assert!(run.err.contains("`crud` needs `db.base`"), "{}", run.err);
    assert!(run.err.contains("patgen new database"), "{}", run.err);
    assert_eq!(sandbox.tree().files(), ["web/__init__.py", "web/main.py"]);
}
