//! The plural of an English noun.
//!
//! Rules of spelling with the words that break them, in plain tables: no regular expression is
//! compiled, so that a name costs nothing at start-up. Whatever the rules get wrong, `--plural`
//! puts right.

use super::nouns::{
    HARD_CH, IRREGULAR, IRREGULAR_ENDING, NOT_MEN, O_WITH_ES, SAME, SAME_ENDING, SINGULAR_IN_S,
};

/// The plural of `word`, one word in lower case. A word that is a plural already stays as it is.
#[must_use]
pub fn plural_of(word: &str) -> String {
    if is_among(word, SAME) || ends_with_any(word, SAME_ENDING) {
        return word.to_owned();
    }
    if let Some((_, plural)) = pairs(IRREGULAR).find(|(singular, _)| *singular == word) {
        return plural.to_owned();
    }
    for (singular, plural) in pairs(IRREGULAR_ENDING) {
        if let Some(stem) = word.strip_suffix(singular) {
            return format!("{stem}{plural}");
        }
    }
    match word.strip_suffix("man") {
        Some(stem) if !ends_with_any(word, NOT_MEN) => format!("{stem}men"),
        _ => by_spelling(word),
    }
}

/// The plural that follows from the last letters.
fn by_spelling(word: &str) -> String {
    match word.as_bytes() {
        [.., b's'] => of_s(word),
        [.., b'x' | b'z'] | [.., b's', b'h'] => format!("{word}es"),
        [.., b'c', b'h'] => of_ch(word),
        [.., before, b'y'] => of_y(word, *before),
        [.., before, b'o'] if !is_vowel(*before) && ends_with_any(word, O_WITH_ES) => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

fn of_s(word: &str) -> String {
    if ends_with_any(word, "sis xis") {
        return format!("{}es", &word[..word.len() - 2]);
    }
    let by_ending = word.len() > 2 && ends_with_any(word, "ss us is");
    if by_ending || is_among(word, SINGULAR_IN_S) {
        return format!("{word}es");
    }
    word.to_owned()
}

fn of_ch(word: &str) -> String {
    let ending = if ends_with_any(word, HARD_CH) {
        "s"
    } else {
        "es"
    };
    format!("{word}{ending}")
}

fn of_y(word: &str, before: u8) -> String {
    let stem = word.strip_suffix('y').unwrap_or(word);
    if is_vowel(before) && !word.ends_with("quy") {
        return format!("{word}s");
    }
    format!("{stem}ies")
}

fn is_among(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

fn ends_with_any(word: &str, endings: &str) -> bool {
    endings
        .split_whitespace()
        .any(|ending| word.ends_with(ending))
}

fn pairs(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table
        .split_whitespace()
        .filter_map(|pair| pair.split_once(':'))
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::plural_of;

    /// `singular plural` pairs as written in English; a word alone is its own plural.
    const NOUNS: &str = "
        user users · order orders · invoice invoices · page pages · file files · house houses
        category categories · company companies · country countries · city cities · entry entries
        story stories · policy policies · currency currencies · property properties
        activity activities · delivery deliveries · inventory inventories · reply replies
        query queries · history histories · supply supplies · soliloquy soliloquies
        key keys · day days · survey surveys · journey journeys · essay essays · toy toys · guy guys
        box boxes · tax taxes · fax faxes · inbox inboxes · prefix prefixes · suffix suffixes
        index indexes · complex complexes · fix fixes · mix mixes · mailbox mailboxes
        address addresses · class classes · process processes · business businesses
        access accesses · address addresses · success successes · glass glasses · boss bosses
        bus buses · status statuses · campus campuses · virus viruses · bonus bonuses
        census censuses · circus circuses · surplus surpluses · apparatus apparatuses
        octopus octopuses · genius geniuses · focus focuses · menu menus
        analysis analyses · basis bases · crisis crises · axis axes · thesis theses
        diagnosis diagnoses · hypothesis hypotheses · synopsis synopses · oasis oases
        iris irises · metropolis metropolises · trellis trellises
        alias aliases · canvas canvases · atlas atlases · gas gases · bias biases · lens lenses
        branch branches · batch batches · match matches · search searches · watch watches
        church churches · coach coaches · patch patches · stomach stomachs · epoch epochs
        monarch monarchs · tech techs · brush brushes · dish dishes · flash flashes · wish wishes
        quiz quizzes · buzz buzzes · waltz waltzes · blitz blitzes · topaz topazes
        hero heroes · superhero superheroes · potato potatoes · tomato tomatoes · echo echoes
        veto vetoes · tornado tornadoes · photo photos · logo logos · memo memos · demo demos
        repo repos · promo promos · piano pianos · casino casinos · video videos · radio radios
        studio studios · portfolio portfolios · zoo zoos · todo todos · info infos
        leaf leaves · half halves · shelf shelves · bookshelf bookshelves · knife knives
        wife wives · life lives · wolf wolves · thief thieves · loaf loaves · calf calves
        roof roofs · proof proofs · chief chiefs · brief briefs · belief beliefs · tariff tariffs
        staff staffs · sheriff sheriffs · safe safes · giraffe giraffes · cliff cliffs · cafe cafes
        person people · salesperson salespeople · man men · woman women · policeman policemen
        chairwoman chairwomen · human humans · german germans · child children
        grandchild grandchildren · foot feet · tooth teeth · goose geese · mongoose mongooses
        mouse mice · ox oxen · die dice · criterion criteria · phenomenon phenomena · datum data
        medium media · bacterium bacteria · curriculum curricula · memorandum memoranda
        stratum strata · spectrum spectra · forum forums · album albums · museum museums
        premium premiums · stadium stadiums · minimum minimums · cactus cacti · fungus fungi
        nucleus nuclei · radius radii · stimulus stimuli · syllabus syllabi · vertex vertices
        matrix matrices · appendix appendices · larva larvae · formula formulas · schema schemas
        antenna antennas · agenda agendas · quota quotas · camera cameras · bureau bureaus
        news · sheep · series · species · fish · deer · aircraft · equipment · information · money
        rice · software · hardware · middleware · feedback · metadata · data · media · analytics
        furniture · luggage · moose · salmon · headquarters · chassis · knowledge
        users · orders · categories · boxes · people · children · criteria · metrics · analyses
        event events · course courses · purchase purchases · exchange exchanges · size sizes
        horse horses · database databases · release releases · warehouse warehouses · base bases
        response responses · phase phases · purpose purposes · expense expenses · license licenses
        cookie cookies · movie movies · employee employees · fee fees · tree trees · ski skis
        taxi taxis · passerby passersby · server2 server2s · sms · gps · api apis · faq faqs
    ";

    #[test]
    fn english_nouns() {
        let pairs = NOUNS
            .split(['·', '\n'])
            .map(str::trim)
            .filter(|pair| !pair.is_empty());
        let wrong: Vec<String> = pairs
            .filter_map(|pair| {
                let (singular, plural) = pair.split_once(' ').unwrap_or((pair, pair));
                let got = plural_of(singular);
                (got != plural).then(|| format!("{singular}: {got} and not {plural}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_plural_stays_as_it_is_mostly() {
        for word in [
            "orders", "matches", "leaves", "people", "photos", "menus", "taxis", "keys",
        ] {
            assert_eq!(plural_of(word), word);
        }
    }
}
