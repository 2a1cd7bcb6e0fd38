//! Days, times of day and instants in the ISO form.

/// `2026-01-31`, where there is such a day.
pub(super) fn date(text: &str) -> Option<String> {
    let [year, month, day] = numbers(text, '-', &[4, 2, 2])?[..] else {
        return None;
    };
    let sound = year >= 1 && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
    sound.then(|| text.to_owned())
}

/// `09:30`, `09:30:15` or `09:30:15.250`.
pub(super) fn time(text: &str) -> Option<String> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts = numbers(clock, ':', &[2, 2, 2]).or_else(|| numbers(clock, ':', &[2, 2]))?;
    let on_the_clock = parts
        .iter()
        .zip([23, 59, 59])
        .all(|(part, most)| *part <= most);
    let fraction_is_sound =
        (1..=6).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let fraction_has_seconds = parts.len() == 3 || !text.contains('.');
    (on_the_clock && fraction_is_sound && fraction_has_seconds).then(|| text.to_owned())
}

/// `2026-01-31T12:30:00Z`, also with a blank for the `T` and with another zone; UTC where none is given.
pub(super) fn instant(text: &str) -> Option<String> {
    let (day, rest) = text.split_once(['T', ' '])?;
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let zone = match zone {
        "" | "Z" => "Z".to_owned(),
        offset => {
            let (sign, offset) = offset.split_at(1);
            format!("{sign}{}", time(offset).filter(|offset| offset.len() == 5)?)
        }
    };
    Some(format!("{}T{}{zone}", date(day)?, time(clock)?))
}

/// The numbers between separators, each of exactly so many digits.
fn numbers(text: &str, separator: char, widths: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.split(separator).collect();
    let plain = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let right_widths = parts
        .iter()
        .map(|part| part.len())
        .eq(widths.iter().copied());
    if !right_widths || !parts.iter().all(plain) {
        return None;
    }
    parts.iter().map(|part| part.parse().ok()).collect()
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{date, instant, time};

    #[test]
    fn days() {
        for sound in [
            "2026-01-31",
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert_eq!(date(sound).as_deref(), Some(sound));
        }
        for wrong in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-1-1",
            "0000-01-01",
            "31.01.2026",
            "20260131",
            "",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times() {
        for sound in [
            "09:30",
            "23:59:59",
            "00:00",
            "12:00:00.5",
            "12:00:00.123456",
        ] {
            assert_eq!(time(sound).as_deref(), Some(sound));
        }
        for wrong in [
            "24:00",
            "9:30",
            "12:60",
            "12:00:60",
            "12:00.5",
            "12:00:00.",
            "12:00:00.1234567",
            "12",
            "12:00:00:00",
            "12:00Z",
        ] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn instants() {
        for (text, expected) in [
            ("2026-01-31T12:30:00Z", Some("2026-01-31T12:30:00Z")),
            ("2026-01-31 12:30", Some("2026-01-31T12:30Z")),
            (
                "2026-01-31T12:30:00+02:00",
                Some("2026-01-31T12:30:00+02:00"),
            ),
            (
                "2026-01-31T12:30:00-05:30",
                Some("2026-01-31T12:30:00-05:30"),
            ),
            ("2026-01-31", None),
            ("2026-01-31T12:30:00+2", None),
            ("2026-01-31T12:30:00Europe", None),
            ("2026-02-30T12:30:00Z", None),
        ] {
            assert_eq!(instant(text).as_deref(), expected, "{text}");
        }
    }
}
