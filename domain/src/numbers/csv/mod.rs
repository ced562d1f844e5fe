//! The months as a plain text table, for the editor and for spreadsheets: one row per line, one column per month.
//!
//! ```csv
//! side,kind,label,life_months,month 1,month 2
//! revenue,sales,washes,,1200.00,1850.00
//! cost,capital,machines,36,3600.00,
//! ```
//!
//! Amounts are in major units. A blank cell means that the month does not have the line. Written with commas as
//! RFC 4180 says; read with commas, semicolons or tabs, so that a range copied from a spreadsheet can be pasted.
//! What is written of checked numbers reads back as exactly the same months.

mod read;
mod whole;
mod write;

pub use read::from_csv;
pub use whole::{from_whole, is_whole, to_whole};
pub use write::to_csv;

pub(crate) use super::table::defuse;

#[cfg(test)]
mod tests {
    use super::super::table::MAX_ERRORS;
    use super::super::{table, testing};
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    const LAUNDRY: &str = "\
side,kind,label,life_months,month 1,month 2,month 3
revenue,sales,washes,,1200.00,1850.00,2300.50
revenue,subscription,\"monthly pass, 8 washes\",,,90.00,180.00
cost,capital,machines,36,3600.00,,
cost,fixed,rent,,,400.00,400.00
cost,variable,\"water, \"\"green\"\" power\",,310.00,480.00,600.00
";

    fn usd() -> Currency {
        Currency::new("USD").unwrap()
    }

    fn errors(text: &str) -> Vec<String> {
        let errors = from_csv(text, usd()).expect_err("must be refused");
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_written_table_reads_back_and_is_written_the_same() {
        let months = from_csv(LAUNDRY, usd()).unwrap();
        assert_eq!(months.len(), 3);
        assert_eq!(months[1].revenue[1].label, "monthly pass, 8 washes");
        assert_eq!(months[0].costs[0].life_months, Some(36));
        assert_eq!(to_csv(&months, usd()), LAUNDRY);
    }

    #[test]
    fn spreadsheets_may_paste_tabs_and_semicolons() {
        let months = from_csv(LAUNDRY, usd()).unwrap();
        let pasted = "side\tkind\tlabel\tlife_months\tJan\tFeb\tMar\r\n\
            Revenue\tSales\twashes\t\t1,200.00\t$1,850\t2 300.50\r\n\
            revenue\tsubscription\tmonthly pass, 8 washes\t\t\t90\t180\r\n\
            \t\t\t\t\t\t\r\n\r\n\
            costs\tcapital\tmachines\t36\t3600\r\n\
            cost\tfixed\trent\t\t\t400\t400\r\n\
            cost\tvariable\t\"water, \"\"green\"\" power\"\t\t310\t480\t600";
        assert_eq!(from_csv(pasted, usd()).unwrap(), months);
        let semicolons = "\u{feff}revenue;sales;washes;;\"1,200\";1'850;0\n";
        let amounts: Vec<i64> = from_csv(semicolons, usd())
            .unwrap()
            .iter()
            .map(|month| month.revenue[0].amount)
            .collect();
        assert_eq!(amounts, [120_000, 185_000, 0]);
    }

    #[test]
    fn nothing_is_no_months() {
        assert_eq!(from_csv("", usd()), Ok(Vec::new()));
        assert_eq!(from_csv(" \r\n\t\n", usd()), Ok(Vec::new()));
        assert_eq!(
            from_csv("side,kind,label,life_months\n", usd()),
            Ok(Vec::new())
        );
    }

    #[test]
    fn mistakes_are_told_by_line_and_column() {
        let text = "side,kind,label,life_months,month 1,month 2\r\n\
            revenue,sales,washes,,12OO,1.200\r\n\
            income,sales,washes,,1,2\n\
            revenue,gift,,,1,2\n\
            \n\
            cost,capital,oven,,1,\n\
            cost,fixed,rent,12,1,\n\
            cost,capital,van,long,-1,\n\
            cost,fixed,rent,,1,200,1\n\
            cost,fixed,rent,,,\n";
        assert_eq!(
            errors(text),
            [
                "line 2, column “month 1” must be written in digits, such as 1,200.50",
                "line 2, column “month 2” must have at most 2 decimals in USD: write 1,200.50, or 1,200 with a comma for thousands",
                "line 3, column “side” must be revenue or cost",
                "line 4, column “label” must not be empty",
                "line 4, column “kind” must be one of sales, subscription, fees, grant, advertising, recruitment, other",
                "line 6, column “life_months” must be the months that this capital cost lasts, 1 to 600",
                "line 7, column “life_months” must be left out of all but capital costs",
                "line 8, column “month 1” must be zero or more",
                "line 8, column “life_months” must be the months that this capital cost lasts, 1 to 600",
                "line 9 has 7 cells where the first line has 6; put quotation marks around an amount with commas, or leave the commas out",
                "line 10 has an amount in no month; write 0 in one of them to keep it",
            ]
        );
    }

    #[test]
    fn tables_of_another_form_are_refused_briefly() {
        assert_eq!(
            errors("side,label,kind,life_months,month 1\nrevenue,a,sales,,1\n"),
            ["line 1 must name the columns: side, kind, label, life_months and then the months"]
        );
        assert_eq!(
            errors("revenue,sales,\"washes,,1\ncost,fixed,rent,,1\n"),
            ["line 1 opens a quotation mark and does not close it"]
        );
        let wide = format!("revenue,sales,washes,{}\n", ",1".repeat(37));
        assert_eq!(
            errors(&wide),
            ["line 1 has 37 months; at most 36 are allowed"]
        );
        assert_eq!(errors(&"just words\n".repeat(1000)).len(), MAX_ERRORS);
    }

    #[test]
    fn labels_never_run_as_formulas() {
        for label in ["=1+1", "'=1+1", "''@x", "-", "+x", "'quoted'", "plain"] {
            let mut numbers = testing::simple(&[(1, 2)]);
            numbers.months[0].costs[0].label = label.to_owned();
            let text = to_csv(&numbers.months, usd());
            assert!(!text.contains(",=") && !text.contains(",+") && !text.contains(",-"));
            assert_eq!(from_csv(&text, usd()), Ok(numbers.months));
        }
    }

    #[test]
    fn a_line_that_starts_later_stands_below() {
        let text = "side,kind,label,life_months,month 1,month 2\n\
            cost,fixed,licence,,5.00,\n\
            cost,fixed,rent,,,4.00\n";
        assert_eq!(to_csv(&from_csv(text, usd()).unwrap(), usd()), text);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn months_survive_the_table(months in testing::months(), code in prop::sample::select(vec!["USD", "JPY", "KWD"])) {
            let currency = Currency::new(code).unwrap();
            let numbers = testing::numbers(code, months).check().unwrap();
            let text = to_csv(numbers.months(), currency);
            prop_assert_eq!(from_csv(&text, currency), Ok(numbers.months().to_vec()));
        }

        #[test]
        fn the_browser_takes_a_table_apart_as_the_server_does(
            cells in prop::collection::vec(prop::collection::vec("[a-z0-9 .'é€\"=,;\t-]{0,6}", 1..6), 0..6),
            typed in "(side,)?([,;\t\n\" ]|\r\n|sales|[0-9.]{1,4}){0,40}",
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let joined = table::joined(&cells).replace('\n', end);
            for text in [joined, typed] {
                let here: Vec<_> = read::rows(&text).into_iter().map(|row| row.cells).collect();
                let there = table::split(&text);
                // A mark that is not closed runs on over the lines: a mistake, of which only the place is told.
                let runs_on = |rows: &[Vec<String>]| {
                    rows.iter().flatten().any(|cell| cell.contains(['\n', '\r']))
                };
                if !runs_on(&here) && !runs_on(&there) {
                    prop_assert_eq!(here, there, "{:?}", text);
                }
            }
        }

        #[test]
        fn a_read_table_is_written_in_one_form(text in "(revenue|cost|x)?([,;\t\n\" ]|sales|fixed|rent|[0-9.]{1,4}){0,60}") {
            if let Ok(months) = from_csv(&text, usd()) {
                let written = to_csv(&months, usd());
                prop_assert_eq!(from_csv(&written, usd()), Ok(months));
            }
        }
    }
}
