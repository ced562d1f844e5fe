//! Sentences with places for words.

/// A section's heading, and sentences of which some are said.
pub(super) const SECTIONS: &[(&str, &[&str])] = &[
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

/// What comments say.
pub(super) const REMARKS: &[&str] = &[
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
