//! A template of a manifest as a person reads it: what it may come to, without the conditions.

/// The texts between the tags; several are told apart, and one that may be absent says so.
pub(super) fn readable(template: &str) -> String {
    let (mut texts, mut rest) = (Vec::new(), template);
    let (mut is_conditional, mut has_rest) = (false, false);
    while let Some((before, after)) = rest.split_once("{%") {
        texts.push(before);
        let (tag, behind) = after.split_once("%}").unwrap_or((after, ""));
        let word = tag.trim_matches(['-', ' ']).split(' ').next();
        is_conditional |= word == Some("if");
        has_rest |= word == Some("else");
        rest = behind;
    }
    texts.push(rest);
    texts.retain(|text| !text.trim().is_empty());
    let sometimes = if is_conditional && !has_rest {
        " (in some cases)"
    } else {
        ""
    };
    match texts.as_slice() {
        [] => String::new(),
        [text] => format!("{text}{sometimes}"),
        _ if is_conditional => format!("{}{sometimes}", texts.join(" | ")),
        _ => texts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn what_a_template_may_come_to() {
        for (template, shown) in [
            ("db.base", "db.base"),
            ("app/{{ entity.snake }}.py", "app/{{ entity.snake }}.py"),
            (
                "{% if auth %}http.auth{% endif %}",
                "http.auth (in some cases)",
            ),
            ("{% if a %}one{% else %}two{% endif %}", "one | two"),
            (
                "{% if a %}one{% elif b %}two{% endif %}",
                "one | two (in some cases)",
            ),
            ("{%- import 'x' as f -%}{{ f.file }}", "{{ f.file }}"),
            ("{% if a %}{% endif %}", ""),
            ("{% broken", ""),
        ] {
            assert_eq!(readable(template), shown, "{template}");
        }
    }
}
