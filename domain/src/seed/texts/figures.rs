//! A plan's figures.

use super::words::pick;
use crate::numbers::{Cost, CostKind, Month, Numbers, Return, ReturnKind, Revenue, RevenueKind};
use rand::{RngExt, rngs::StdRng};

/// A year of numbers that hang together.
pub(super) fn numbers(chance: &mut StdRng) -> Numbers {
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
        returns: Some(Return::worded(
            *pick(chance, ReturnKind::ALL),
            "as agreed, month by month",
        )),
        ..Numbers::default()
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
