use super::Currency;

/// Why a typed amount was not understood, in words that follow the name of its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing but blanks.
    #[error("must not be empty")]
    Empty,
    /// Something else than digits, separators, a sign and the currency.
    #[error("must be written in digits, such as {0}")]
    NotANumber(&'static str),
    /// The thousands are not in threes, or two kinds of separator are mixed.
    #[error(
        "must have its thousands in groups of three, such as 1,200 or 12,000, or no separators"
    )]
    Grouping,
    /// A comma where a point is expected: `1,5` or `1.200,50`.
    #[error("must have its decimals after a point and its thousands parted by commas, such as {0}")]
    DecimalComma(&'static str),
    /// More decimals than the currency has; `1.200` could also mean 1,200.
    #[error("{}", too_precise(*.0))]
    TooPrecise(Currency),
    /// Does not fit 64 bits of minor units.
    #[error("is too large")]
    TooLarge,
    /// A sign or code of another currency than the one chosen.
    #[error("must be in {0}, the currency of the plan")]
    OtherCurrency(Currency),
}

fn too_precise(currency: Currency) -> String {
    match currency.exponent() {
        0 => format!("must be without decimals in {currency}: write 1200 or 1,200"),
        digits => format!(
            "must have at most {digits} decimals in {currency}: write {}, or 1,200 with a comma for thousands",
            example(currency)
        ),
    }
}

fn example(currency: Currency) -> &'static str {
    match currency.exponent() {
        0 => "1,200",
        3 => "1,200.500",
        _ => "1,200.50",
    }
}

/// Minor units of what was typed. A point always means decimals and a comma always thousands, whatever the
/// writer's country: a rule that guesses would read `1.200` as a thousandth of what was meant.
pub(super) fn minor_units(text: &str, currency: Currency) -> Result<i64, AmountError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    let (negative, number) = strip_sign_and_currency(text, currency)?;
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let fraction = fraction_digits(fraction, currency)?;
    let whole = whole_digits(whole, fraction.is_some(), currency)?;
    let minor = format!(
        "{whole}{:0<width$}",
        fraction.unwrap_or(""),
        width = currency.exponent()
    );
    signed(&minor, negative)
}

/// Takes off `-`, `−`, the currency's sign or its code, on either side, each at most once.
fn strip_sign_and_currency(text: &str, currency: Currency) -> Result<(bool, &str), AmountError> {
    let (outer, rest) = strip_minus(text);
    let rest = strip_currency(rest, currency);
    let (inner, rest) = if outer {
        (false, rest)
    } else {
        strip_minus(rest)
    };
    if names_a_currency(rest) {
        return Err(AmountError::OtherCurrency(currency));
    }
    Ok((outer || inner, rest))
}

fn names_a_currency(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    text.contains(['$', '€', '£', '¥', '₹', '₽', '₩', '₺', '₫', '₴', '₦'])
        || Currency::new(&letters).is_ok()
}

fn strip_minus(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

fn strip_currency(text: &str, currency: Currency) -> &str {
    let signs = [Some(currency.code()), currency.symbol()];
    for sign in signs.into_iter().flatten() {
        let stripped = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        if let Some(rest) = stripped {
            return rest.trim();
        }
    }
    text
}

fn fraction_digits(
    fraction: Option<&str>,
    currency: Currency,
) -> Result<Option<&str>, AmountError> {
    let Some(fraction) = fraction else {
        return Ok(None);
    };
    if fraction.contains([',', '.']) {
        return Err(AmountError::DecimalComma(example(currency)));
    }
    if fraction.is_empty() || !is_digits(fraction) {
        return Err(AmountError::NotANumber(example(currency)));
    }
    if fraction.len() > currency.exponent() {
        return Err(AmountError::TooPrecise(currency));
    }
    Ok(Some(fraction))
}

fn whole_digits(
    whole: &str,
    has_fraction: bool,
    currency: Currency,
) -> Result<String, AmountError> {
    if whole.is_empty() && has_fraction {
        return Ok(String::new());
    }
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return if whole.is_empty() {
            Err(AmountError::NotANumber(example(currency)))
        } else {
            Ok(whole.to_owned())
        };
    };
    if !is_separator(separator) {
        return Err(AmountError::NotANumber(example(currency)));
    }
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    if !is_digits(first) || !rest.iter().all(|group| is_digits(group)) {
        let readable = whole.chars().all(|c| c.is_ascii_digit() || is_separator(c));
        return Err(if readable {
            AmountError::Grouping
        } else {
            AmountError::NotANumber(example(currency))
        });
    }
    let in_threes = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    if in_threes {
        return Ok(format!("{first}{}", rest.concat()));
    }
    if separator == ',' && rest.len() == 1 && rest[0].len() < 3 && !has_fraction {
        return Err(match currency.exponent() {
            0 => AmountError::TooPrecise(currency),
            _ => AmountError::DecimalComma(example(currency)),
        });
    }
    Err(AmountError::Grouping)
}

/// Comma, apostrophes, and the spaces that spreadsheets put between thousands.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'
    )
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn signed(digits: &str, negative: bool) -> Result<i64, AmountError> {
    let sign = if negative { "-" } else { "" };
    format!("{sign}{digits}")
        .parse()
        .map_err(|_| AmountError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, code: &str) -> Result<i64, AmountError> {
        minor_units(text, Currency::new(code).unwrap())
    }

    #[test]
    fn reads_what_people_type() {
        for (text, code, minor) in [
            ("3.20", "USD", 320),
            ("3.2", "USD", 320),
            (".5", "USD", 50),
            ("1,200", "USD", 120_000),
            ("1 200.50", "USD", 120_050),
            ("1\u{202f}200", "EUR", 120_000),
            ("12'000", "CHF", 1_200_000),
            ("$18,000", "USD", 1_800_000),
            ("USD 3.20", "USD", 320),
            ("7 €", "EUR", 700),
            ("-3.20", "USD", -320),
            ("−$3.20", "USD", -320),
            ("$-3.20", "USD", -320),
            ("  0 ", "USD", 0),
            ("1200", "JPY", 1200),
            ("1.234", "KWD", 1234),
            ("92233720368547758.07", "USD", i64::MAX),
        ] {
            assert_eq!(parse(text, code), Ok(minor), "{text}");
        }
    }

    #[test]
    fn refuses_what_could_mean_two_amounts() {
        let usd = Currency::new("USD").unwrap();
        let not_a_number = || AmountError::NotANumber("1,200.50");
        let decimal_comma = || AmountError::DecimalComma("1,200.50");
        for (text, error) in [
            ("", AmountError::Empty),
            (" ", AmountError::Empty),
            ("1.200", AmountError::TooPrecise(usd)),
            ("1,20", decimal_comma()),
            ("1.200,50", decimal_comma()),
            ("1.200.300", decimal_comma()),
            ("12,0000", AmountError::Grouping),
            ("1,200 300", AmountError::Grouping),
            ("1,,200", AmountError::Grouping),
            (",200", AmountError::Grouping),
            ("1234,567", AmountError::Grouping),
            ("5.", not_a_number()),
            (".", not_a_number()),
            ("-", not_a_number()),
            ("--5", not_a_number()),
            ("1e9", not_a_number()),
            ("about 5", not_a_number()),
            ("5 CHF", AmountError::OtherCurrency(usd)),
            ("€5", AmountError::OtherCurrency(usd)),
            ("abc", not_a_number()),
            ("٣", not_a_number()),
            ("1/2", not_a_number()),
            ("99999999999999999999", AmountError::TooLarge),
        ] {
            assert_eq!(parse(text, "USD"), Err(error), "{text}");
        }
        let yen = Currency::new("JPY").unwrap();
        for text in ["3.20", "3,20"] {
            assert_eq!(parse(text, "JPY"), Err(AmountError::TooPrecise(yen)));
        }
        assert_eq!(
            AmountError::TooPrecise(usd).to_string(),
            "must have at most 2 decimals in USD: write 1,200.50, or 1,200 with a comma for thousands"
        );
    }
}
