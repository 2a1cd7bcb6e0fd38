//! Names in every casing, and their plurals.
//!
//! Holds what a name is, how it is checked and what templates see of it. Knows nothing of fields,
//! patterns or projects: which names a stack refuses comes in as [`Reserved`].

mod check;
mod dashed;
mod nouns;
mod plural;
mod propose;
mod reserved;
mod shell;
mod shown;
mod value;
mod words;

use std::ops::Deref;

pub use check::{LONGEST, parse_identifier};
pub use dashed::dashed;
pub use plural::plural_of;
pub use reserved::{PYTHON_KEYWORDS, Reserved};
pub use shell::shell_word;
pub use shown::{is_hidden, shown};

use words::{capitalised, recased, words_of};

use crate::error::Result;

/// One name in every casing that a template needs.
///
/// The Pascal form keeps what was typed: `APIKey` stays `APIKey` and is `api_key` in snake case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Forms {
    /// `OrderLine`, `APIKey`
    pub pascal: String,
    /// `order_line`, `api_key`
    pub snake: String,
    /// `orderLine`, `apiKey`
    pub camel: String,
    /// `order-line`, `api-key`
    pub kebab: String,
    /// `order line`, `api key`
    pub title: String,
    /// `ORDER_LINE`, `API_KEY`
    pub constant: String,
}

/// The name of a thing, for one and for many; the forms for one are its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Names {
    /// `Category`
    pub singular: Forms,
    /// `Categories`; equal to the singular where English has it so (`News`)
    pub plural: Forms,
}

impl Deref for Names {
    type Target = Forms;

    fn deref(&self) -> &Forms {
        &self.singular
    }
}

impl Forms {
    /// The forms of a name given in snake case, such as that of a field.
    #[must_use]
    pub fn from_snake(snake: &str) -> Self {
        let words: Vec<String> = snake.split('_').map(capitalised).collect();
        Self::from_words(&words)
    }

    /// The forms of a name whose words are known, each in the casing of its Pascal form.
    fn from_words(words: &[String]) -> Self {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut camel = String::new();
        for word in &lower {
            if camel.is_empty() {
                camel.push_str(word);
            } else {
                camel.push_str(&capitalised(word));
            }
        }
        let snake = lower.join("_");
        Self {
            pascal: words.concat(),
            camel,
            kebab: lower.join("-"),
            title: lower.join(" "),
            constant: snake.to_uppercase(),
            snake,
        }
    }
}

impl Names {
    /// Reads a name: `User`, `OrderLine`, `order_line`, `order-line` or `order line`.
    ///
    /// # Errors
    /// A usage error that says what is wrong with `text` and what would do.
    pub fn new(text: &str) -> Result<Self> {
        check::parse_name(text).map(|pascal| Self::from_pascal(&pascal))
    }

    /// The same name with another plural, in any casing; its words keep the casing of the singular
    /// where they are the same.
    ///
    /// # Errors
    /// A usage error that says what is wrong with `text` and what would do.
    pub fn with_plural(&self, text: &str) -> Result<Self> {
        let typed = words_of(&self.singular.pascal);
        let words: Vec<String> = words_of(&check::parse_name(text)?)
            .into_iter()
            .enumerate()
            .map(|(at, word)| match typed.get(at) {
                Some(typed) => recased(&word.to_lowercase(), typed),
                None => word,
            })
            .collect();
        let plural = Forms::from_words(&words);
        Ok(Self {
            singular: self.singular.clone(),
            plural,
        })
    }

    /// The name of a valid Pascal form, with the plural that English gives its last word.
    fn from_pascal(pascal: &str) -> Self {
        let words = words_of(pascal);
        let mut plural = words.clone();
        if let Some(last) = plural.last_mut() {
            *last = recased(&plural_of(&last.to_lowercase()), last);
        }
        Self {
            singular: Forms::from_words(&words),
            plural: Forms::from_words(&plural),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Forms, Names};

    #[test]
    fn pascal_case_stays_as_typed() {
        for (pascal, snake, camel, title) in [
            ("User", "user", "user", "user"),
            ("OrderLine", "order_line", "orderLine", "order line"),
            ("APIKey", "api_key", "apiKey", "api key"),
            ("UserAPIKey", "user_api_key", "userApiKey", "user api key"),
            ("HTTPServer2", "http_server2", "httpServer2", "http server2"),
            (
                "OAuth2Client",
                "oauth2_client",
                "oauth2Client",
                "oauth2 client",
            ),
            (
                "MyOAuthToken",
                "my_oauth_token",
                "myOauthToken",
                "my oauth token",
            ),
            ("IPv4Address", "ipv4_address", "ipv4Address", "ipv4 address"),
            ("SQLiteFile", "sqlite_file", "sqliteFile", "sqlite file"),
            (
                "GraphQLQuery",
                "graphql_query",
                "graphqlQuery",
                "graphql query",
            ),
            ("URLs", "urls", "urls", "urls"),
            (
                "UserIDsList",
                "user_ids_list",
                "userIdsList",
                "user ids list",
            ),
            ("SMSMessage", "sms_message", "smsMessage", "sms message"),
            ("A", "a", "a", "a"),
            ("AClass", "a_class", "aClass", "a class"),
            ("X509Cert", "x509_cert", "x509Cert", "x509 cert"),
        ] {
            let names = Names::new(pascal).expect(pascal);
            assert_eq!(names.pascal, pascal);
            assert_eq!(names.snake, snake, "{pascal}");
            assert_eq!(names.camel, camel, "{pascal}");
            assert_eq!(names.title, title, "{pascal}");
            assert_eq!(names.kebab, snake.replace('_', "-"), "{pascal}");
            assert_eq!(names.constant, snake.to_uppercase(), "{pascal}");
        }
    }

    #[test]
    fn plurals_are_of_the_last_word_in_its_casing() {
        for (pascal, plural, snake) in [
            ("Category", "Categories", "categories"),
            ("Person", "People", "people"),
            ("News", "News", "news"),
            ("OrderLine", "OrderLines", "order_lines"),
            ("APIKey", "APIKeys", "api_keys"),
            ("UserAPI", "UserAPIs", "user_apis"),
            ("FAQ", "FAQs", "faqs"),
            ("HTTPServer2", "HTTPServer2s", "http_server2s"),
            ("OAuth2Client", "OAuth2Clients", "oauth2_clients"),
            ("SalesPerson", "SalesPeople", "sales_people"),
            ("DataType", "DataTypes", "data_types"),
            ("Metadata", "Metadata", "metadata"),
        ] {
            let names = Names::new(pascal).expect(pascal);
            assert_eq!(names.plural.pascal, plural);
            assert_eq!(names.plural.snake, snake);
        }
    }

    #[test]
    fn another_plural_keeps_the_casing_of_shared_words() {
        for (pascal, given, plural, snake) in [
            ("APIKey", "ApiKeys", "APIKeys", "api_keys"),
            ("APIKey", "api_keyring", "APIKeyring", "api_keyring"),
            ("Index", "Indices", "Indices", "indices"),
            ("Person", "Persons", "Persons", "persons"),
            ("Staff", "StaffMembers", "StaffMembers", "staff_members"),
        ] {
            let names = Names::new(pascal)
                .and_then(|names| names.with_plural(given))
                .expect(pascal);
            assert_eq!(names.plural.pascal, plural);
            assert_eq!(names.plural.snake, snake);
        }
    }

    #[test]
    fn snake_case_stays_as_typed() {
        let names = Forms::from_snake("line_2_total");
        assert_eq!(names.snake, "line_2_total");
        assert_eq!(names.pascal, "Line2Total");
        assert_eq!(names.camel, "line2Total");
        assert_eq!(names.title, "line 2 total");
        assert_eq!(names.constant, "LINE_2_TOTAL");
    }
}
