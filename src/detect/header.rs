//! The comment that the project's own files begin with, such as that of a licence.

use super::code::Code;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};

/// So many files have to have it: what two share may be chance.
const FEWEST: usize = 3;

/// What such a comment speaks of; one that heads the imports does not.
const RIGHTS: [&str; 5] = ["copyright", "license", "licence", "spdx", "all rights"];

/// Adds `style.header` where nearly all files that hold something begin with the same comment; with it a blank line,
/// where that follows.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut tally = Tally::default();
    for (path, read) in code.samples() {
        if !read.trim().is_empty() {
            tally.add(header(&read), Evidence::line(path, 1));
        }
    }
    let most = tally.decide(Decides::Share(80)).filter(|fact| fact.certain);
    let Some((header, evidence)) = most.map(|fact| (fact.value.to_string(), fact.evidence)) else {
        return;
    };
    if !header.is_empty() && tally.count(&header) >= FEWEST {
        facts.add("style.header", text(&header, evidence));
    }
}

/// The comment at the top, without lines for the system and the decoder, where it speaks of rights.
fn header(text: &str) -> String {
    let mut lines = text
        .lines()
        .skip_while(|line| is_for_machines(line))
        .peekable();
    let mut found = String::new();
    while let Some(line) = lines.next_if(|line| line.starts_with('#')) {
        found += line;
        found.push('\n');
    }
    let speaks = found.to_lowercase();
    if !RIGHTS.iter().any(|word| speaks.contains(word)) {
        return String::new();
    }
    if lines.peek().is_some_and(|line| line.trim().is_empty()) {
        found.push('\n');
    }
    found
}

fn is_for_machines(line: &str) -> bool {
    let is_coding = line.contains("coding:") || line.contains("coding=");
    let said = line.strip_prefix('#').map(str::trim_start);
    said.is_some_and(|said| said.starts_with('!') || is_coding)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn what_files_begin_with() {
        let licence = "# Copyright of all\n# SPDX-License-Identifier: MIT\n";
        let spaced = format!("{licence}\n");
        for (tops, expected) in [
            ([&*spaced, &spaced, &spaced], &*spaced),
            ([licence, licence, licence], licence),
            ([licence, licence, ""], ""),
            (["# ruff: noqa\n"; 3], ""),
            (["# Standard library\n"; 3], ""),
            (["#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n"; 3], ""),
            (
                ["#!/usr/bin/env python\n# Copyright of all\n\n"; 3],
                "# Copyright of all\n\n",
            ),
        ] {
            let code = "from fastapi import FastAPI\napp = FastAPI()\n";
            let [a, b, c] = tops.map(|top| format!("{top}{code}"));
            let files = [
                ("app/a.py", a.as_str()),
                ("app/b.py", b.as_str()),
                ("app/c.py", c.as_str()),
            ];
            check(&files, &[("style.header", expected)]);
        }
    }
}
