//! Any text as a name that file names, distributions and ids take.

/// The runs of ASCII letters and digits in small letters, joined by dashes; nothing where there are none.
#[must_use]
pub fn dashed(text: &str) -> String {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = runs
        .filter(|run| !run.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::dashed;

    #[test]
    fn runs_of_letters_and_digits() {
        for (text, expected) in [
            ("demo", "demo"),
            ("My Shop_2", "my-shop-2"),
            ("GET /items/{id}", "get-items-id"),
            ("app.services:OrderService", "app-services-orderservice"),
            ("été", "t"),
            ("…", ""),
        ] {
            assert_eq!(dashed(text), expected);
        }
    }
}
