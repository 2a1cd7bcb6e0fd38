//! The order of names as people read them: `v2` before `v10`.

use std::cmp::Ordering;

/// Compares two names; digits that stand together count as one number.
///
/// A number with a zero in front is compared digit by digit, like the part behind a decimal point.
pub(in crate::edit) fn compare(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        let (a, b) = (left.chars().next(), right.chars().next());
        let (Some(a), Some(b)) = (a, b) else {
            return a.is_some().cmp(&b.is_some());
        };
        let order = if a.is_ascii_digit() && b.is_ascii_digit() {
            let (number, other) = (digits(left), digits(right));
            (left, right) = (&left[number.len()..], &right[other.len()..]);
            compare_numbers(number, other)
        } else {
            (left, right) = (&left[a.len_utf8()..], &right[b.len_utf8()..]);
            a.cmp(&b)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}

fn compare_numbers(left: &str, right: &str) -> Ordering {
    if left.starts_with('0') || right.starts_with('0') {
        return left.cmp(right);
    }
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_as_numbers() {
        for (smaller, larger) in [
            ("v2", "v10"),
            ("a", "a1"),
            ("a1b", "a2"),
            ("a01", "a1"),
            ("a015", "a12"),
            ("A", "a"),
            ("a_b", "ab"),
            ("", "a"),
        ] {
            assert_eq!(
                compare(smaller, larger),
                Ordering::Less,
                "{smaller} {larger}"
            );
            assert_eq!(
                compare(larger, smaller),
                Ordering::Greater,
                "{larger} {smaller}"
            );
        }
        assert_eq!(compare("v10", "v10"), Ordering::Equal);
    }
}
