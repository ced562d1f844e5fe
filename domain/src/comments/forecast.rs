//! A counter-forecast: what a reader counts on in place of a plan's numbers.

use crate::numbers::{CheckedNumbers, Numbers, Scenario};
use serde::{Deserialize, Serialize};

/// The assumptions, and the plan's numbers under them as they were when it was posted. The numbers are kept, not
/// worked out anew: it says ever after what its writer saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// What differs from the plan.
    pub scenario: Scenario,
    /// What comes of it.
    pub numbers: Numbers,
}

/// Why nothing can be forecast of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForecastError {
    /// There is nothing to count otherwise.
    #[error("needs a plan with numbers month by month")]
    NoNumbers,
    /// It would say what the plan says.
    #[error("changes nothing: assume something else than the plan does")]
    AsPlanned,
    /// An amount would grow beyond the limit of every plan.
    #[error("makes an amount too large for a plan")]
    TooLarge,
}

impl Forecast {
    /// What comes of these assumptions.
    ///
    /// # Errors
    /// When there is nothing to forecast, or it cannot be told.
    pub fn of(scenario: Scenario, planned: Option<&CheckedNumbers>) -> Result<Self, ForecastError> {
        let planned = planned.filter(|planned| !planned.months().is_empty());
        let planned = planned.ok_or(ForecastError::NoNumbers)?;
        let numbers = scenario
            .apply(planned)
            .map_err(|_| ForecastError::TooLarge)?;
        if numbers == *planned {
            return Err(ForecastError::AsPlanned);
        }
        Ok(Self {
            scenario,
            numbers: numbers.into_numbers(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Forecast, ForecastError};
    use crate::numbers::{MAX_AMOUNT, Scenario, testing};

    #[test]
    fn a_forecast_is_the_plan_under_other_assumptions() {
        let planned = testing::simple(&[(1000, 400)]).check().unwrap();
        let forecast = Forecast::of(Scenario::HALF_SALES, Some(&planned)).unwrap();
        assert_eq!(forecast.numbers.months[0].revenue[0].amount, 500);
        let json = serde_json::to_string(&forecast).unwrap();
        assert!(json.starts_with(r#"{"scenario":{"sales":50,"costs":100,"delay":0},"numbers":{"#));
        assert_eq!(serde_json::from_str::<Forecast>(&json).unwrap(), forecast);
    }

    #[test]
    fn what_cannot_be_forecast_says_why() {
        let none = Forecast::of(Scenario::HALF_SALES, None);
        assert_eq!(none, Err(ForecastError::NoNumbers));
        let planned = testing::simple(&[(0, 400)]).check().unwrap();
        let same = Forecast::of(Scenario::HALF_SALES, Some(&planned));
        assert_eq!(same, Err(ForecastError::AsPlanned));
        let most = testing::simple(&[(0, MAX_AMOUNT)]).check().unwrap();
        let large = Forecast::of(Scenario::DEARER, Some(&most));
        assert_eq!(large, Err(ForecastError::TooLarge));
    }
}
