//! What a seeded forum says: plain sentences with changing words and figures, in the sections that
//! a plan has. Not meant to be read for long, but of the size and shape of what is.

use crate::{
    numbers::{Cost, CostKind, Month, Numbers, Return, ReturnKind, Revenue, RevenueKind},
    plans::{Licence, Stage, Typed},
};
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use std::fmt::Write;

const TRADES: &[&str] = &[
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
const PLACES: &[&str] = &[
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
const TAGS: &[&str] = &[
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

/// A section's heading, and sentences of which some are said.
const SECTIONS: &[(&str, &[&str])] = &[
    (
        "Who pays, and why now",
        &[
            "{Customers} in {place} pay today, and they pay {money} for something {quality}.",
            "The last {trade} near here closed in the spring and nobody has taken its {things} over.",
            "I asked {n} {customers}; {m} would switch at once and the rest want to see it open first.",
            "The price of {material} has gone up by {p} percent since, so the old way no longer pays.",
            "Landlords earn nothing with the rooms that a {trade} needs, and {n} of them stand empty.",
            "What changed is the law on {material}: small rooms are allowed again from January on.",
            "Nobody here needs to be told that {things} are missing; they drive {m} minutes for them.",
        ],
    ),
    (
        "What is sold, and for how much",
        &[
            "We sell {things}, at {money} each, and nothing else in the first year.",
            "Ten {things} at once cost as much as nine, paid in advance and kept in a separate account.",
            "{Customers} wanted a subscription; I tried one for a month and it was {quality} and confusing.",
            "The {name} round on Thursdays is free for members who bring their own {material}.",
            "A price below {money} would not cover the {material}; one above it loses the {customers}.",
        ],
    ),
    (
        "What one unit costs, fully loaded",
        &[
            "Labour is counted at a wage that somebody would take, which is {money} for {m} minutes.",
            "{Material} is a third of it and the part that I can least control.",
            "Returns and breakage were {p} in a hundred during the trial at {name}.",
            "Everything is in the table; if a line is missing, tell me and I will add it.",
        ],
    ),
    (
        "How the first hundred customers come",
        &[
            "A sheet on the door of {place}, with the price and a number that a person answers.",
            "The {customers} meet on Tuesdays and I may speak for five minutes at the end.",
            "In the trial {n} came in the first month, {m} of them twice, after one evening with soup.",
            "The caretaker of {name} sells the second ten; he gets {money} for each and says so.",
            "No advertising: the {trade} in the next town tried and paid {money} for each who came.",
        ],
    ),
    (
        "Who does the work",
        &[
            "I do the rounds on Tuesday and Friday, about {n} hours a week, not counted as free.",
            "{Name} ran a {trade} for {m} years and looks after the machines by the day.",
            "A bookkeeper is wanted; until then the ledger is open to everybody who asks.",
            "Two {customers} have offered their Saturdays, which is {quality} but not a plan.",
        ],
    ),
    (
        "Month by month",
        &[
            "The first month carries the purchases and is the worst; the third shows whether it works.",
            "If fewer than {n} {things} are sold in month four, I stop and sell the machines.",
            "August is dead in {place} and the figures say so.",
        ],
    ),
    (
        "What could go wrong",
        &[
            "- **{Material}.** At {money} more a month the whole thing is {quality} at best.\n- **People.** If {name} falls ill, the {trade} stands still for a week.",
            "1. The landlord sells. The lease binds a buyer, on paper.\n2. A chain opens next door and gives {things} away for a year.\n3. The {customers} do not come in winter.",
            "The likeliest way to fail is boredom: the same {things} for the same {customers}, {n} weeks long.",
        ],
    ),
    (
        "What is asked, and what the funder gets",
        &[
            "The ask is in the numbers: two thirds of it are machines that can be sold again at {place}.",
            "The funder gets a report each month, good or bad, and may stop at the first missed figure.",
            "If a month stays under {n} {things}, the funder is told before the landlord is.",
        ],
    ),
];

const REMARKS: &[&str] = &[
    "Have you asked the {customers} in {place}? In our {trade} they wanted it {quality} and paid {money} less.",
    "I added it up twice. With {n} {things} a month the {material} alone is {money}, which is not in the table.",
    "Who pays for the {material} in winter? We paid {p} percent more from November on and nobody had planned it.",
    "We did the same at {name} for {m} years. It works until the landlord notices that it works.",
    "Good. One question: what happens to the prepaid {things} when you close?",
    "The {quality} part of this is the second month. Could you split it by week?",
    "> {things} at {money}\n\nThat is what we charge too, and {n} {customers} come back every week for it.",
    "I would take this to {place} at once. Is the recipe for the {material} open as well?",
    "Small thing: a {trade} needs a permit for {material} here. It took us {m} weeks and {money}.",
    "Thank you, that was missing. I have put {money} a month for it into the fixed costs.",
    "No. The {customers} I know would rather drive {m} minutes than book anything.",
    "Our figures, for comparison:\n\n- {n} {things} in the first month\n- {money} each\n- one {quality} winter\n\nAsk if you want the ledger.",
];

/// A plan.
pub(super) fn plan(chance: &mut StdRng) -> Typed {
    let (trade, place) = (*pick(chance, TRADES), *pick(chance, PLACES));
    let title = fill(chance, &format!("{{Name}} {trade} for {place}"));
    let pitch = fill(
        chance,
        &format!(
            "A {{quality}} {trade} for {{customers}} in {place}: {{n}} {{things}} a month at {{money}} each, even by the third month."
        ),
    );
    let numbers = chance.random_bool(0.8).then(|| numbers(chance));
    Typed {
        title,
        pitch,
        body: body(chance, numbers.as_ref()),
        tags: tags(chance),
        stage: pick(chance, Stage::ALL).as_str().into(),
        licence: pick(chance, Licence::ALL).as_str().into(),
        numbers,
    }
}

/// The same plan after a change.
pub(super) fn changed(chance: &mut StdRng, before: &Typed) -> Typed {
    let mut after = before.clone();
    let addition = fill(
        chance,
        "\n\nSince the last version {n} {customers} have said yes, and {material} is {money} cheaper.",
    );
    after.body.push_str(&addition);
    after
}

/// A comment.
pub(super) fn remark(chance: &mut StdRng) -> String {
    let first = pick(chance, REMARKS);
    let first = fill(chance, first);
    if chance.random_bool(0.4) {
        let second = pick(chance, REMARKS);
        let second = fill(chance, second);
        return format!("{first}\n\n{second}");
    }
    first
}

/// A word that nobody has seen before.
pub(super) fn name(chance: &mut StdRng) -> String {
    let syllables = chance.random_range(2..=3);
    (0..syllables).map(|_| *pick(chance, SYLLABLES)).collect()
}

fn body(chance: &mut StdRng, numbers: Option<&Numbers>) -> String {
    let mut body = fill(
        chance,
        "A {trade} for {customers}, in {place}. It is {quality}, and it is meant to stay so.\n",
    );
    for (title, sentences) in SECTIONS {
        let _ = write!(body, "\n## {title}\n\n");
        for paragraph in 0..2 {
            let some = sentences.sample(chance, 2 + paragraph).copied();
            let some: Vec<String> = some
                .collect::<Vec<_>>()
                .into_iter()
                .map(|one| fill(chance, one))
                .collect();
            let separator = if some.iter().any(|one| one.starts_with(['-', '1'])) {
                "\n\n"
            } else {
                " "
            };
            let _ = write!(body, "{}\n\n", some.join(separator));
        }
        if *title == "Month by month" {
            month_table(&mut body, numbers);
        }
    }
    body.trim_end().to_owned()
}

fn month_table(body: &mut String, numbers: Option<&Numbers>) {
    let Some(numbers) = numbers else { return };
    body.push_str("| Month | Money in | Money out |\n| ---: | ---: | ---: |\n");
    for (month, lines) in (1..).zip(&numbers.months).take(6) {
        let paid: i64 = lines.revenue.iter().map(|line| line.amount).sum();
        let spent: i64 = lines.costs.iter().map(|line| line.amount).sum();
        let _ = writeln!(body, "| {month} | {} | {} |", paid / 100, spent / 100);
    }
    body.push('\n');
}

fn numbers(chance: &mut StdRng) -> Numbers {
    let price = chance.random_range(2..80) * 50;
    let unit_cost = price * chance.random_range(55..95) / 100;
    let fixed = chance.random_range(300..3_000) * 100;
    let capital = chance.random_range(1_000..40_000) * 100;
    let start = chance.random_range(30..400);
    let months = (0..12_i64).map(|month| {
        let sold = start + start * month / 4;
        Month {
            revenue: vec![Revenue {
                kind: RevenueKind::Sales,
                label: "Sales".into(),
                amount: sold * price,
            }],
            costs: costs(sold * unit_cost, fixed, (month == 0).then_some(capital)),
        }
    });
    Numbers {
        currency: (*pick(chance, &["USD", "EUR", "GBP"])).into(),
        unit: None,
        price: Some(price),
        unit_cost: Some(unit_cost),
        months: months.collect(),
        ask: Some(capital + fixed),
        returns: Some(Return {
            kind: *pick(chance, ReturnKind::ALL),
            terms: "as agreed, month by month".into(),
        }),
    }
}

fn costs(variable: i64, fixed: i64, capital: Option<i64>) -> Vec<Cost> {
    let line = |kind, label: &str, amount, life_months| Cost {
        kind,
        label: label.into(),
        amount,
        life_months,
    };
    let mut costs = vec![
        line(CostKind::Variable, "Material and work", variable, None),
        line(CostKind::Fixed, "Room, insurance, telephone", fixed, None),
    ];
    costs.extend(capital.map(|amount| line(CostKind::Capital, "Machines", amount, Some(36))));
    costs
}

fn tags(chance: &mut StdRng) -> Vec<String> {
    let many = chance.random_range(1..=4);
    let mut tags: Vec<String> = TAGS.sample(chance, many).map(|tag| (*tag).into()).collect();
    if chance.random_bool(0.2) {
        tags.push(name(chance));
    }
    tags
}

fn pick<'list, T>(chance: &mut StdRng, list: &'list [T]) -> &'list T {
    list.choose(chance).expect("no list here is empty")
}

/// Puts words into the places of a sentence.
fn fill(chance: &mut StdRng, sentence: &str) -> String {
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
