//! Words, and putting them into the places of a sentence.

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

pub(super) const TRADES: &[&str] = &[
    "laundry",
    "bakery",
    "repair shop",
    "tool library",
    "bicycle courier",
    "kitchen",
    "greenhouse",
    "orchard",
    "smokehouse",
    "sawmill",
    "foundry",
    "print shop",
    "ferry",
    "workshop",
    "nursery",
    "dairy",
    "brewery",
    "mill",
    "tannery",
    "seed bank",
    "translation office",
    "school",
    "clinic",
    "archive",
    "studio",
    "pottery",
    "market stall",
    "night school",
    "apiary",
    "fish farm",
];
const THINGS: &[&str] = &[
    "washes",
    "loaves",
    "repairs",
    "loans",
    "deliveries",
    "meals",
    "seedlings",
    "crates",
    "boards",
    "castings",
    "leaflets",
    "crossings",
    "lessons",
    "places",
    "litres",
    "barrels",
    "sacks",
    "hides",
    "packets",
    "pages",
    "visits",
    "boxes",
    "sessions",
    "bowls",
    "baskets",
    "evenings",
    "jars",
    "trays",
];
pub(super) const PLACES: &[&str] = &[
    "the old harbour",
    "two market towns",
    "a valley with one road",
    "the northern suburbs",
    "a housing block of 300 flats",
    "the railway yard",
    "five villages",
    "the university quarter",
    "an industrial estate",
    "the coast",
    "a former barracks",
    "the upper town",
    "three islands",
    "the river port",
    "a street of empty shops",
    "the hospital district",
    "the border towns",
    "a disused school",
    "the south bank",
    "the hill farms",
];
const CUSTOMERS: &[&str] = &[
    "night-shift nurses",
    "small landlords",
    "retired couples",
    "students",
    "fishing crews",
    "restaurant owners",
    "parents of young children",
    "bus drivers",
    "farmers",
    "tenants",
    "carpenters",
    "parish councils",
    "cyclists",
    "shopkeepers",
    "apprentices",
    "weavers",
    "caretakers",
    "teachers",
    "hikers",
    "printers",
    "choirs",
    "gardeners",
    "hauliers",
    "midwives",
];
const MATERIALS: &[&str] = &[
    "electricity",
    "flour",
    "spare parts",
    "timber",
    "diesel",
    "glass",
    "yarn",
    "clay",
    "ink",
    "paper",
    "ice",
    "feed",
    "malt",
    "copper",
    "rent",
    "insurance",
    "soap",
    "packaging",
    "water",
];
const QUALITIES: &[&str] = &[
    "steady",
    "narrow",
    "seasonal",
    "patient",
    "stubborn",
    "cheap",
    "quiet",
    "crowded",
    "reliable",
    "slow",
    "honest",
    "fragile",
    "unfashionable",
    "local",
    "shared",
    "open",
    "careful",
    "plain",
];
pub(super) const TAGS: &[&str] = &[
    "energy",
    "services",
    "housing",
    "food",
    "repair",
    "retail",
    "transport",
    "education",
    "care",
    "crafts",
    "farming",
    "software",
    "culture",
    "health",
    "recycling",
    "tourism",
    "logistics",
    "manufacturing",
    "water",
    "finance",
];
const SYLLABLES: &[&str] = &[
    "ba", "du", "ke", "la", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa", "xe", "yo", "zu", "fa",
    "gri", "hel", "jor", "lin", "mar", "nes", "ost", "per", "quin", "ros", "sten", "tor", "ulm",
    "ver",
];

/// A word that nobody has seen before.
pub(in crate::seed) fn name(chance: &mut StdRng) -> String {
    let syllables = chance.random_range(2..=3);
    (0..syllables).map(|_| *pick(chance, SYLLABLES)).collect()
}

/// One of these.
pub(super) fn pick<'list, T>(chance: &mut StdRng, list: &'list [T]) -> &'list T {
    list.choose(chance).expect("no list here is empty")
}

/// Puts words into the places of a sentence.
pub(super) fn fill(chance: &mut StdRng, sentence: &str) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, (place, after))) = rest
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        filled.push_str(before);
        let lower = place.to_lowercase();
        let word = word(chance, &lower);
        if place == lower {
            filled.push_str(&word);
        } else {
            let mut letters = word.chars();
            filled.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
            filled.push_str(letters.as_str());
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn word(chance: &mut StdRng, place: &str) -> String {
    let list = match place {
        "trade" => TRADES,
        "things" => THINGS,
        "place" => PLACES,
        "customers" => CUSTOMERS,
        "material" => MATERIALS,
        "quality" => QUALITIES,
        "name" => return name(chance),
        "money" => {
            return format!(
                "${}.{:02}",
                chance.random_range(1..90),
                chance.random_range(0..20) * 5
            );
        }
        "p" => return chance.random_range(3..60).to_string(),
        "m" => return chance.random_range(2..30).to_string(),
        _ => return chance.random_range(20..900).to_string(),
    };
    (*pick(chance, list)).to_owned()
}
