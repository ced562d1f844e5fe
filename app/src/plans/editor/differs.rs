//! "Mine differs because …": a field for each plan that is like what is being written.

use domain::{
    ids::PlanId,
    plans::{Difference, Differences, TypedDifference},
    problems::{Problem, Problems},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};

/// What the fields' names begin with; the plan's number follows.
const PREFIX: &str = "differs-";
/// So many of these fields are read. No page of ours has as many.
const MOST_FIELDS: usize = 64;

/// The fields as typed, by the plan that is differed from. An empty one says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiffersForm(BTreeMap<PlanId, String>);

impl DiffersForm {
    /// What a plan says already.
    pub fn of(said: &[Difference]) -> Self {
        let said = said.iter();
        Self(said.map(|one| (one.plan, one.because.clone())).collect())
    }

    /// With what a plan says of others that these fields do not name.
    #[must_use]
    pub fn or(&self, said: &[Difference]) -> Self {
        let mut all = Self::of(said);
        all.0.extend(self.0.clone());
        all
    }

    /// The name of a plan's field.
    pub fn name(plan: PlanId) -> String {
        format!("{PREFIX}{plan}")
    }

    /// What is typed for this plan.
    pub fn text(&self, plan: PlanId) -> &str {
        self.0.get(&plan).map_or("", String::as_str)
    }

    /// Whether something is said of this plan.
    pub fn says(&self, plan: PlanId) -> bool {
        !self.text(plan).trim().is_empty()
    }

    /// The plans of which something is said, or was.
    pub fn plans(&self) -> impl Iterator<Item = PlanId> {
        self.0.keys().copied()
    }

    /// What is said.
    pub fn typed(&self) -> Vec<TypedDifference> {
        let said = self.0.iter().filter(|(_, text)| !text.trim().is_empty());
        said.map(|(plan, text)| TypedDifference {
            plan: *plan,
            because: text.clone(),
        })
        .collect()
    }

    /// What is wrong with it, by the fields' names.
    pub fn problems(&self) -> Problems {
        let checked = Differences::check(&self.typed());
        self.named(checked.err().unwrap_or_default())
    }

    /// Problems with what was said, by the names of its fields; others as they are.
    pub fn named(&self, problems: Problems) -> Problems {
        let typed = self.typed();
        let named = problems.0.into_iter().map(|problem| {
            let of = place(&problem.field).and_then(|index| typed.get(index));
            match of {
                Some(one) => Problem {
                    field: Self::name(one.plan).into(),
                    message: format!("What differs in yours {}", problem.message),
                },
                None if problem.field == "differs" => Problem {
                    message: format!("Plans that yours differs from {}", problem.message),
                    ..problem
                },
                None => problem,
            }
        });
        Problems(named.collect())
    }
}

/// `differs[3].because`: the fourth.
fn place(field: &str) -> Option<usize> {
    let (index, _) = field.strip_prefix("differs[")?.split_once(']')?;
    index.parse().ok()
}

impl<'de> Deserialize<'de> for DiffersForm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = DiffersForm;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a form's fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<DiffersForm, A::Error> {
        let mut form = BTreeMap::new();
        while let Some(name) = fields.next_key::<String>()? {
            let plan = name
                .strip_prefix(PREFIX)
                .and_then(|plan| plan.parse().ok())
                .filter(|_| form.len() < MOST_FIELDS);
            match plan {
                Some(plan) => {
                    form.insert(plan, fields.next_value()?);
                }
                None => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(DiffersForm(form))
    }
}

#[cfg(test)]
mod tests {
    use super::DiffersForm;
    use crate::posted::read;
    use domain::ids::PlanId;

    #[test]
    fn fields_are_read_by_their_plan() {
        let form: DiffersForm =
            read("title=A&differs-12=A+bike&differs-3=+&differs-x=No&differs-=No").expect("a form");
        assert_eq!(form.text(PlanId(12)), "A bike");
        assert!(!form.says(PlanId(3)), "an empty one says nothing");
        let plans: Vec<_> = form.plans().map(|plan| plan.0).collect();
        assert_eq!(plans, [3, 12]);
        assert_eq!(form.typed().len(), 1);
        let many: Vec<_> = (0..1_000).map(|plan| format!("differs-{plan}=A")).collect();
        let form: DiffersForm = read(&many.join("&")).expect("a form");
        assert_eq!(form.plans().count(), 64);
    }

    #[test]
    fn mistakes_stand_by_their_fields() {
        let form: DiffersForm = read("differs-3=&differs-12=A").expect("a form");
        let problems = form.problems();
        assert_eq!(
            problems.of("differs-12"),
            Some("What differs in yours is 1 letters long; it takes at least 3")
        );
        assert_eq!(problems.0.len(), 1);
    }
}
