use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An active ISO 4217 currency. Holds only codes of the table below, so its decimals are always known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct Currency(u8);

/// The code is not that of an active currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not the code of a currency, such as USD or EUR")]
pub struct UnknownCurrency;

impl Currency {
    /// The currency of a code in capitals, such as `USD`.
    ///
    /// # Errors
    /// [`UnknownCurrency`], also for `usd`: a code is written in one way.
    pub fn new(code: &str) -> Result<Self, UnknownCurrency> {
        TABLE
            .binary_search_by_key(&code, |entry| entry.0)
            .ok()
            .and_then(|index| u8::try_from(index).ok())
            .map(Self)
            .ok_or(UnknownCurrency)
    }

    /// Every currency there is, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().zip(0_u8..).map(|(_, index)| Self(index))
    }

    /// The three capitals, such as `USD`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().0
    }

    /// How many decimals its minor unit has: 0, 2 or 3.
    #[must_use]
    pub fn exponent(self) -> usize {
        usize::from(self.entry().1)
    }

    /// Its name in the plural, as in "in US dollars".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().2
    }

    /// The sign that is unmistakably this currency's. Other dollars, pounds and yuan are shown by their code.
    #[must_use]
    pub fn symbol(self) -> Option<&'static str> {
        match self.code() {
            "USD" => Some("$"),
            "EUR" => Some("€"),
            "GBP" => Some("£"),
            "JPY" => Some("¥"),
            _ => None,
        }
    }

    pub(super) fn minor_per_major(self) -> u64 {
        match self.exponent() {
            0 => 1,
            3 => 1000,
            _ => 100,
        }
    }

    fn entry(self) -> &'static (&'static str, u8, &'static str) {
        &TABLE[usize::from(self.0)]
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        Self::new(code)
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        Self::new(&code)
    }
}

impl From<Currency> for &'static str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

/// Code, decimals of the minor unit, name in the plural. ISO 4217 list one as of 2026 without funds, metals and
/// test codes; sorted by code.
#[rustfmt::skip]
static TABLE: &[(&str, u8, &str)] = &[
    ("AED", 2, "UAE dirhams"),
    ("AFN", 2, "Afghan afghanis"),
    ("ALL", 2, "Albanian lekë"),
    ("AMD", 2, "Armenian drams"),
    ("AOA", 2, "Angolan kwanzas"),
    ("ARS", 2, "Argentine pesos"),
    ("AUD", 2, "Australian dollars"),
    ("AWG", 2, "Aruban florins"),
    ("AZN", 2, "Azerbaijani manats"),
    ("BAM", 2, "Bosnian convertible marks"),
    ("BBD", 2, "Barbados dollars"),
    ("BDT", 2, "Bangladeshi takas"),
    ("BHD", 3, "Bahraini dinars"),
    ("BIF", 0, "Burundian francs"),
    ("BMD", 2, "Bermudian dollars"),
    ("BND", 2, "Brunei dollars"),
    ("BOB", 2, "Bolivian bolivianos"),
    ("BRL", 2, "Brazilian reais"),
    ("BSD", 2, "Bahamian dollars"),
    ("BTN", 2, "Bhutanese ngultrums"),
    ("BWP", 2, "Botswana pulas"),
    ("BYN", 2, "Belarusian rubles"),
    ("BZD", 2, "Belize dollars"),
    ("CAD", 2, "Canadian dollars"),
    ("CDF", 2, "Congolese francs"),
    ("CHF", 2, "Swiss francs"),
    ("CLP", 0, "Chilean pesos"),
    ("CNY", 2, "Chinese yuan"),
    ("COP", 2, "Colombian pesos"),
    ("CRC", 2, "Costa Rican colones"),
    ("CUP", 2, "Cuban pesos"),
    ("CVE", 2, "Cape Verdean escudos"),
    ("CZK", 2, "Czech korunas"),
    ("DJF", 0, "Djiboutian francs"),
    ("DKK", 2, "Danish kroner"),
    ("DOP", 2, "Dominican pesos"),
    ("DZD", 2, "Algerian dinars"),
    ("EGP", 2, "Egyptian pounds"),
    ("ERN", 2, "Eritrean nakfas"),
    ("ETB", 2, "Ethiopian birrs"),
    ("EUR", 2, "euros"),
    ("FJD", 2, "Fijian dollars"),
    ("FKP", 2, "Falkland Islands pounds"),
    ("GBP", 2, "British pounds"),
    ("GEL", 2, "Georgian laris"),
    ("GHS", 2, "Ghanaian cedis"),
    ("GIP", 2, "Gibraltar pounds"),
    ("GMD", 2, "Gambian dalasis"),
    ("GNF", 0, "Guinean francs"),
    ("GTQ", 2, "Guatemalan quetzales"),
    ("GYD", 2, "Guyanese dollars"),
    ("HKD", 2, "Hong Kong dollars"),
    ("HNL", 2, "Honduran lempiras"),
    ("HTG", 2, "Haitian gourdes"),
    ("HUF", 2, "Hungarian forints"),
    ("IDR", 2, "Indonesian rupiahs"),
    ("ILS", 2, "Israeli shekels"),
    ("INR", 2, "Indian rupees"),
    ("IQD", 3, "Iraqi dinars"),
    ("IRR", 2, "Iranian rials"),
    ("ISK", 0, "Icelandic krónur"),
    ("JMD", 2, "Jamaican dollars"),
    ("JOD", 3, "Jordanian dinars"),
    ("JPY", 0, "Japanese yen"),
    ("KES", 2, "Kenyan shillings"),
    ("KGS", 2, "Kyrgyz soms"),
    ("KHR", 2, "Cambodian riels"),
    ("KMF", 0, "Comorian francs"),
    ("KPW", 2, "North Korean won"),
    ("KRW", 0, "South Korean won"),
    ("KWD", 3, "Kuwaiti dinars"),
    ("KYD", 2, "Cayman Islands dollars"),
    ("KZT", 2, "Kazakh tenge"),
    ("LAK", 2, "Lao kips"),
    ("LBP", 2, "Lebanese pounds"),
    ("LKR", 2, "Sri Lankan rupees"),
    ("LRD", 2, "Liberian dollars"),
    ("LSL", 2, "Lesotho maloti"),
    ("LYD", 3, "Libyan dinars"),
    ("MAD", 2, "Moroccan dirhams"),
    ("MDL", 2, "Moldovan lei"),
    ("MGA", 2, "Malagasy ariary"),
    ("MKD", 2, "Macedonian denars"),
    ("MMK", 2, "Myanmar kyats"),
    ("MNT", 2, "Mongolian tögrögs"),
    ("MOP", 2, "Macanese patacas"),
    ("MRU", 2, "Mauritanian ouguiyas"),
    ("MUR", 2, "Mauritian rupees"),
    ("MVR", 2, "Maldivian rufiyaas"),
    ("MWK", 2, "Malawian kwachas"),
    ("MXN", 2, "Mexican pesos"),
    ("MYR", 2, "Malaysian ringgits"),
    ("MZN", 2, "Mozambican meticais"),
    ("NAD", 2, "Namibian dollars"),
    ("NGN", 2, "Nigerian nairas"),
    ("NIO", 2, "Nicaraguan córdobas"),
    ("NOK", 2, "Norwegian kroner"),
    ("NPR", 2, "Nepalese rupees"),
    ("NZD", 2, "New Zealand dollars"),
    ("OMR", 3, "Omani rials"),
    ("PAB", 2, "Panamanian balboas"),
    ("PEN", 2, "Peruvian soles"),
    ("PGK", 2, "Papua New Guinean kinas"),
    ("PHP", 2, "Philippine pesos"),
    ("PKR", 2, "Pakistani rupees"),
    ("PLN", 2, "Polish zloty"),
    ("PYG", 0, "Paraguayan guaraníes"),
    ("QAR", 2, "Qatari riyals"),
    ("RON", 2, "Romanian lei"),
    ("RSD", 2, "Serbian dinars"),
    ("RUB", 2, "Russian rubles"),
    ("RWF", 0, "Rwandan francs"),
    ("SAR", 2, "Saudi riyals"),
    ("SBD", 2, "Solomon Islands dollars"),
    ("SCR", 2, "Seychelles rupees"),
    ("SDG", 2, "Sudanese pounds"),
    ("SEK", 2, "Swedish kronor"),
    ("SGD", 2, "Singapore dollars"),
    ("SHP", 2, "Saint Helena pounds"),
    ("SLE", 2, "Sierra Leonean leones"),
    ("SOS", 2, "Somali shillings"),
    ("SRD", 2, "Surinamese dollars"),
    ("SSP", 2, "South Sudanese pounds"),
    ("STN", 2, "São Tomé dobras"),
    ("SVC", 2, "Salvadoran colones"),
    ("SYP", 2, "Syrian pounds"),
    ("SZL", 2, "Eswatini emalangeni"),
    ("THB", 2, "Thai baht"),
    ("TJS", 2, "Tajikistani somonis"),
    ("TMT", 2, "Turkmen manats"),
    ("TND", 3, "Tunisian dinars"),
    ("TOP", 2, "Tongan paʻanga"),
    ("TRY", 2, "Turkish liras"),
    ("TTD", 2, "Trinidad and Tobago dollars"),
    ("TWD", 2, "New Taiwan dollars"),
    ("TZS", 2, "Tanzanian shillings"),
    ("UAH", 2, "Ukrainian hryvnias"),
    ("UGX", 0, "Ugandan shillings"),
    ("USD", 2, "US dollars"),
    ("UYU", 2, "Uruguayan pesos"),
    ("UZS", 2, "Uzbek sums"),
    ("VES", 2, "Venezuelan bolívares"),
    ("VND", 0, "Vietnamese dong"),
    ("VUV", 0, "Vanuatu vatu"),
    ("WST", 2, "Samoan tālā"),
    ("XAF", 0, "Central African francs"),
    ("XCD", 2, "East Caribbean dollars"),
    ("XCG", 2, "Caribbean guilders"),
    ("XOF", 0, "West African francs"),
    ("XPF", 0, "Pacific francs"),
    ("YER", 2, "Yemeni rials"),
    ("ZAR", 2, "South African rand"),
    ("ZMW", 2, "Zambian kwachas"),
    ("ZWG", 2, "Zimbabwe gold"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_entry_is_found() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for currency in Currency::all() {
            assert_eq!(Currency::new(currency.code()), Ok(currency));
            assert!(matches!(currency.exponent(), 0 | 2 | 3));
        }
        assert_eq!(Currency::all().count(), TABLE.len());
    }

    #[test]
    fn a_code_is_three_capitals() {
        for code in ["", "usd", "USD ", "XXX", "XAU", "DEM", "US"] {
            assert_eq!(Currency::new(code), Err(UnknownCurrency), "{code}");
        }
        assert_eq!(Currency::new("KWD").unwrap().exponent(), 3);
        assert_eq!(Currency::new("JPY").unwrap().exponent(), 0);
        assert_eq!(Currency::new("EUR").unwrap().name(), "euros");
    }
}
