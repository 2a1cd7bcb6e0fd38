//! `python-export` in tables: text before, text after.

use crate::edit::check::{self, changes, fails, is_manual, is_present};
use crate::edit::{Operation, Outcome, Style, edit};

const MODELS: &str = "app/models/__init__.py";

fn export(name: &str) -> Operation {
    let module = format!("app.models.{}", name.to_lowercase());
    check::operation("python-export", &[("module", &module), ("name", name)])
}

#[track_caller]
fn adds(name: &str, before: &str, after: &str) {
    changes(&export(name), MODELS, before, after);
}

#[test]
fn the_first_export_makes_import_and_list() {
    let import = "from app.models.user import User\n\n__all__ = [\"User\"]\n";
    let text = import.to_owned();
    let wanted = Outcome::Changed { text, line: 1 };
    assert_eq!(check::run(&export("User"), MODELS, "").1, wanted);
    adds(
        "User",
        "\"\"\"Models.\"\"\"\n",
        &format!("\"\"\"Models.\"\"\"\n\n{import}"),
    );
    adds(
        "User",
        "# Licence.\n\nx = 1\n",
        &format!("# Licence.\n\n{import}\nx = 1\n"),
    );
}

#[test]
fn a_list_is_made_behind_the_imports() {
    adds(
        "User",
        "from app.models.item import Item\n\n\ndef f():\n    pass\n",
        "from app.models.item import Item\nfrom app.models.user import User\n\n__all__ = [\"User\"]\n\n\ndef f():\n    pass\n",
    );
    adds(
        "User",
        "from app.models.user import User\nfrom app.models.zone import Zone\n",
        "from app.models.user import User\nfrom app.models.zone import Zone\n\n__all__ = [\"User\"]\n",
    );
}

#[test]
fn the_list_stays_in_its_order_and_form() {
    let imports = "from app.models.user import User\n\n";
    for (before, after) in [
        (
            "__all__ = [\"Base\", \"Zone\"]",
            "__all__ = [\"Base\", \"User\", \"Zone\"]",
        ),
        ("__all__ = ['get_db']", "__all__ = ['User', 'get_db']"),
        (
            "__all__ = [\"API\", \"b\"]",
            "__all__ = [\"API\", \"User\", \"b\"]",
        ),
        (
            "__all__ = [\"Zone\", \"Base\"]",
            "__all__ = [\"Zone\", \"Base\", \"User\"]",
        ),
        (
            "__all__ = (\"Base\", \"Zone\")",
            "__all__ = (\"Base\", \"User\", \"Zone\")",
        ),
        ("__all__ = (\"Base\",)", "__all__ = (\"Base\", \"User\")"),
        (
            "__all__: list[str] = []\n__all__ += [\"Base\"]\n__all__ += ['Zone']",
            "__all__: list[str] = []\n__all__ += [\"Base\"]\n__all__ += ['User', 'Zone']",
        ),
        ("__all__: list[str] = []", "__all__: list[str] = [\"User\"]"),
        ("__all__ = [\n]", "__all__ = [\n    \"User\",\n]"),
        (
            "__all__ = [\n    \"Base\",  # base\n    # the zone\n    \"Zone\",\n]",
            "__all__ = [\n    \"Base\",  # base\n    \"User\",\n    # the zone\n    \"Zone\",\n]",
        ),
        (
            "__all__ = [\n    \"Base\",\n    \"Item\"  # no comma\n]",
            "__all__ = [\n    \"Base\",\n    \"Item\",  # no comma\n    \"User\"\n]",
        ),
        (
            "__all__ = [\n    \"Base\",\n    \"Item\"]",
            "__all__ = [\n    \"Base\",\n    \"Item\",\n    \"User\"]",
        ),
        ("__all__ = [\"Zone\"\n]", "__all__ = [\"User\", \"Zone\"\n]"),
    ] {
        adds(
            "User",
            &format!("{imports}{before}\n"),
            &format!("{imports}{after}\n"),
        );
    }
}

#[test]
fn a_long_list_is_taken_apart() {
    let names: Vec<String> = ('A'..='J').map(|letter| format!("{letter}model")).collect();
    let row = names.join("\", \"");
    let column = names.join("\",\n    \"");
    adds(
        "User",
        &format!("from app.models.user import User\n\n__all__ = [\"{row}\"]\n"),
        &format!(
            "from app.models.user import User\n\n__all__ = [\n    \"{column}\",\n    \"User\",\n]\n"
        ),
    );
}

#[test]
fn in_the_form_of_the_siblings() {
    adds(
        "User",
        "from .item import Item\n\n__all__ = [\"Item\"]\n",
        "from .item import Item\nfrom .user import User\n\n__all__ = [\"Item\", \"User\"]\n",
    );
    adds(
        "User",
        "from .item import Item as Item\n",
        "from .item import Item as Item\nfrom .user import User as User\n",
    );
}

#[test]
fn is_there_by_meaning() {
    for text in [
        "from app.models.user import User\n__all__ = [\"User\"]\n",
        "from .user import (\n    User,\n)\n__all__ = ('Base', 'User')\n",
        "import app.models.user.User as User\n__all__: list[str] = [\n    \"User\",\n]\n",
        "from .user import User as User\n",
    ] {
        is_present(&export("User"), MODELS, text);
    }
}

#[test]
fn no_false_match() {
    adds(
        "Post",
        "from app.models.posts import Posts\n\n__all__ = [\n    # \"Post\",\n    \"Posts\",\n]\n",
        "from app.models.post import Post\nfrom app.models.posts import Posts\n\n__all__ = [\n    # \"Post\",\n    \"Post\",\n    \"Posts\",\n]\n",
    );
}

#[test]
fn what_is_not_plain_is_left_to_a_person() {
    for text in [
        "__all__ = base.__all__ + [\"X\"]\n",
        "__all__ = []\n__all__ += x\n",
        "__all__ = [name]\n",
        "__all__ = []\nif x:\n    __all__.append(\"y\")\n",
    ] {
        let snippet = is_manual(&export("User"), MODELS, text, "not one plain list");
        assert_eq!(
            snippet,
            "from app.models.user import User\n\n__all__ = [*__all__, \"User\"]"
        );
    }
    is_manual(
        &export("User"),
        MODELS,
        "class User:\n    pass\n",
        "already defined",
    );
}

#[test]
fn quotes_are_those_of_the_file_or_the_style() {
    adds(
        "User",
        "from a import b\n\nx = 'y'\n",
        "from a import b\n\nfrom app.models.user import User\n\n__all__ = ['User']\n\nx = 'y'\n",
    );
    // Apostrophes in comments and texts are no quotes.
    adds(
        "User",
        "from a import b\n\n# it's what we've got\nx = \"isn't it's\"\ny = \"a\"\n",
        "from a import b\n\nfrom app.models.user import User\n\n__all__ = [\"User\"]\n\n# it's what we've got\nx = \"isn't it's\"\ny = \"a\"\n",
    );
    let style = Style {
        quote: '\'',
        ..check::style()
    };
    let (_, outcome) = edit(&export("User"), MODELS, "", &style).expect("an answer");
    let text = "from app.models.user import User\n\n__all__ = ['User']\n".to_owned();
    assert_eq!(outcome, Outcome::Changed { text, line: 1 });
}

#[test]
fn only_names_can_be_exported() {
    for (module, name) in [
        ("app.models.user", "a b"),
        ("app models", "User"),
        ("", "User"),
    ] {
        let operation = Operation::PythonExport {
            module: module.to_owned(),
            name: name.to_owned(),
        };
        fails(&operation, MODELS, "", "is not a name of a module");
    }
}
