//! A test as a method of `unittest`: it asserts, expects to be refused, and goes through values as that does.

use ruff_python_ast::{CmpOp, Expr, ExprCompare};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

/// What is raised, as pytest catches it.
const RAISES: &str = "with pytest.raises(";

/// What a value is looked at in, whatever becomes of the others.
const EACH_BY_ITSELF: &str = "self.subTest(value=value)";

/// The end of a line that goes through values; what stands behind it stands in it.
const EACH: &str = ": # each";

/// A function of a test, a statement a line, as a method.
pub(super) fn unittest(code: &str) -> String {
    let mut method = String::new();
    let (mut inner, mut is_first) = ("", false);
    for line in code.lines() {
        let text = line.trim_start();
        if text.is_empty() {
            method.push('\n');
            continue;
        }
        let indent = &line[..line.len() - text.len()];
        let text = statement(text);
        let text = match text.strip_prefix("with ") {
            _ if !is_first => text,
            Some(with) => format!("with {EACH_BY_ITSELF}, {with}"),
            None => {
                method += &format!("{indent}    with {EACH_BY_ITSELF}:\n");
                inner = "        ";
                text
            }
        };
        method += &format!("{inner}{indent}{text}\n");
        is_first = line.ends_with(EACH);
        if is_first {
            inner = "    ";
        }
    }
    method
}

fn statement(text: &str) -> String {
    if let Some(asserted) = text.strip_prefix("assert ") {
        return asserts(asserted);
    }
    if let Some(rest) = text.strip_prefix(RAISES) {
        let with = if rest.contains(", match=") {
            "with self.assertRaisesRegex("
        } else {
            "with self.assertRaises("
        };
        return format!("{with}{}", rest.replacen(", match=", ", ", 1));
    }
    if let Some(head) = text.strip_suffix(EACH) {
        return format!("{head}:");
    }
    text.replace("caught.value", "caught.exception")
}

/// The method that asserts what an expression says; a plain one where it says more than one thing.
fn asserts(text: &str) -> String {
    let source = |expression: &Expr| &text[expression.range()];
    let Ok(parsed) = parse_expression(text) else {
        return format!("assert {text}");
    };
    let call = match &*parsed.syntax().body {
        Expr::Compare(compare) => compared(compare, &source),
        Expr::Call(call) => match (source(&call.func), &*call.arguments.args) {
            ("isinstance", [value, of]) => Some(format!(
                "assertIsInstance({}, {})",
                source(value),
                source(of)
            )),
            _ => None,
        },
        _ => None,
    };
    format!(
        "self.{}",
        call.unwrap_or_else(|| format!("assertTrue({text})"))
    )
}

fn compared<'a>(compare: &ExprCompare, source: &dyn Fn(&Expr) -> &'a str) -> Option<String> {
    let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else {
        return None;
    };
    let left = source(&compare.left);
    let is_none = right.is_none_literal_expr();
    let method = match operator {
        CmpOp::Is if is_none => return Some(format!("assertIsNone({left})")),
        CmpOp::IsNot if is_none => return Some(format!("assertIsNotNone({left})")),
        CmpOp::Eq => "assertEqual",
        CmpOp::NotEq => "assertNotEqual",
        CmpOp::In => "assertIn",
        CmpOp::NotIn => "assertNotIn",
        CmpOp::Is => "assertIs",
        CmpOp::IsNot => "assertIsNot",
        CmpOp::GtE => "assertGreaterEqual",
        CmpOp::LtE => "assertLessEqual",
        CmpOp::Gt => "assertGreater",
        CmpOp::Lt => "assertLess",
    };
    Some(format!("{method}({left}, {})", source(right)))
}

#[cfg(test)]
mod tests {
    use super::unittest;

    #[test]
    fn statements() {
        for (plain, method) in [
            ("assert result == 1", "self.assertEqual(result, 1)"),
            (
                "assert [one for one in x if one == 2] == [2, (3, 4)]",
                "self.assertEqual([one for one in x if one == 2], [2, (3, 4)])",
            ),
            (
                "assert isinstance(result, int | str)",
                "self.assertIsInstance(result, int | str)",
            ),
            (
                "assert result is None or isinstance(result, int)",
                "self.assertTrue(result is None or isinstance(result, int))",
            ),
            ("assert result is None", "self.assertIsNone(result)"),
            ("assert result is not None", "self.assertIsNotNone(result)"),
            ("assert result is True", "self.assertIs(result, True)"),
            ("assert a < b < c", "self.assertTrue(a < b < c)"),
            (
                "assert required >= {\"a\"}",
                "self.assertGreaterEqual(required, {\"a\"})",
            ),
            ("assert \"a\" in b", "self.assertIn(\"a\", b)"),
            (
                "assert all(x == 1 for x in y)",
                "self.assertTrue(all(x == 1 for x in y))",
            ),
            (
                "with pytest.raises(ValueError):",
                "with self.assertRaises(ValueError):",
            ),
            (
                "with pytest.raises(ValueError, match=\"no\"):",
                "with self.assertRaisesRegex(ValueError, \"no\"):",
            ),
            (
                "with pytest.raises(Closed) as caught, connect():",
                "with self.assertRaises(Closed) as caught, connect():",
            ),
            ("x = caught.value.code", "x = caught.exception.code"),
            ("assert (", "assert ("),
            ("result = f(1)", "result = f(1)"),
        ] {
            assert_eq!(unittest(&format!("    {plain}")), format!("    {method}\n"));
        }
    }

    #[test]
    fn values_one_after_the_other() {
        let function = "def test_a() -> None:\n    \"\"\"It is.\"\"\"\n    for value in [1, 2]: # each\n    result = f(value)\n\n    assert result == 1\n";
        let method = "def test_a() -> None:\n    \"\"\"It is.\"\"\"\n    for value in [1, 2]:\n        with self.subTest(value=value):\n            result = f(value)\n\n            self.assertEqual(result, 1)\n";
        assert_eq!(unittest(function), method);
        let refused =
            "    for value in [1]: # each\n\n    with pytest.raises(A):\n        f(value)\n";
        let method = "    for value in [1]:\n\n        with self.subTest(value=value), self.assertRaises(A):\n            f(value)\n";
        assert_eq!(unittest(refused), method);
    }
}
