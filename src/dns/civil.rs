//! Seconds to calendar and back, in UTC. A page that weighs a few hundred kilobytes has no room for a
//! library of calendars and time zones; the proleptic Gregorian calendar is these few lines.

const DAY: i64 = 86_400;

/// Years 0000 to 9999: what RFC 3339 can write.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

pub(super) fn in_range(seconds: i64) -> bool {
    (FIRST..=LAST).contains(&seconds)
}

/// A moment as a calendar and a clock in UTC show it.
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

impl Civil {
    /// Kept between the years 0000 and 9999.
    pub(super) fn of(seconds: i64) -> Self {
        let seconds = seconds.clamp(FIRST, LAST);
        let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        // Counted in eras of 400 years that begin on 1 March, so that a leap day comes last.
        let shifted = days + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: of_year - (153 * march_month + 2) / 5 + 1,
            hour: rest / 3_600,
            minute: rest / 60 % 60,
            second: rest % 60,
        }
    }

    /// `None` when there is no such day or time. A leap second counts as the second before it.
    fn seconds(&self) -> Option<i64> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days_in_month = match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let valid = (1..=days_in_month).contains(&self.day)
            && (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..=60).contains(&self.second);
        if !valid {
            return None;
        }
        let year = self.year - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let march_month = (self.month + 9) % 12;
        let of_year = (153 * march_month + 2) / 5 + self.day - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        let days = era * 146_097 + of_era - 719_468;
        Some(days * DAY + self.hour * 3_600 + self.minute * 60 + self.second.min(59))
    }

    pub(super) fn month_name(&self) -> &'static str {
        const NAMES: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        usize::try_from(self.month - 1).ok().and_then(|month| NAMES.get(month)).copied().unwrap_or("?")
    }
}

/// A number of exactly so many digits at a place.
fn digits(text: &str, at: usize, count: usize) -> Option<i64> {
    let field = text.get(at..at + count)?;
    if field.bytes().all(|b| b.is_ascii_digit()) { field.parse().ok() } else { None }
}

/// `20261125120000`, as RRSIG records write times.
pub(super) fn compact(text: &str) -> Option<i64> {
    let field = |at, count| digits(text, at, count);
    Civil {
        year: field(0, 4)?,
        month: field(4, 2)?,
        day: field(6, 2)?,
        hour: field(8, 2)?,
        minute: field(10, 2)?,
        second: field(12, 2)?,
    }
    .seconds()
}

/// `2026-11-25T12:00:00Z`, with a space for the `T`, a fraction and an offset as RFC 3339 §5.6 has them.
pub(super) fn rfc3339(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let is = |at: usize, allowed: &[u8]| bytes.get(at).is_some_and(|b| allowed.contains(b));
    if !(is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let local = Civil {
        year: digits(text, 0, 4)?,
        month: digits(text, 5, 2)?,
        day: digits(text, 8, 2)?,
        hour: digits(text, 11, 2)?,
        minute: digits(text, 14, 2)?,
        second: digits(text, 17, 2)?,
    }
    .seconds()?;
    let mut zone = text.get(19..)?;
    if let Some(fraction) = zone.strip_prefix('.') {
        let end = fraction.find(|c: char| !c.is_ascii_digit())?;
        zone = fraction.get(end..).filter(|_| end > 0)?;
    }
    let sign = match zone.as_bytes() {
        [b'Z' | b'z'] => return Some(local).filter(|seconds| in_range(*seconds)),
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let (hours, minutes) = (digits(zone, 1, 2)?, digits(zone, 4, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    Some(local - sign * (hours * 3_600 + minutes * 60)).filter(|seconds| in_range(*seconds))
}

#[cfg(test)]
mod tests {
    use crate::dns::Moment;

    #[test]
    fn days_go_there_and_back() {
        // Every day of 800 years and more, and the seconds at both of its ends.
        for day in (-400_000..=400_000).step_by(7).chain(-800..=800) {
            for seconds in [day * 86_400, day * 86_400 + 86_399] {
                let moment = Moment(seconds);
                assert_eq!(Moment::parse(&moment.to_string()), Ok(moment), "{moment}");
            }
        }
    }

    #[test]
    fn known_moments() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T23:59:59Z", 951_868_799),
            ("2026-11-25T12:00:00Z", 1_795_608_000),
            ("2026-11-25t13:30:00.25+01:30", 1_795_608_000),
            ("2026-11-25 12:00:00-00:00", 1_795_608_000),
            ("20261125120000", 1_795_608_000),
            ("2038-01-19T03:14:08Z", 2_147_483_648),
            ("1795608000", 1_795_608_000),
            ("-1", -1),
        ] {
            assert_eq!(Moment::parse(text), Ok(Moment(seconds)), "{text}");
        }
        assert_eq!(Moment(951_868_799).plain(), "29 Feb 2000, 23:59 UTC");
        assert_eq!(Moment(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Moment(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now",
            "2026-11-25",
            "2026-11-25T12:00:00",
            "2026-11-25T12:00Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-11-31T00:00:00Z",
            "2026-11-25T24:00:00Z",
            "2026-11-25T12:60:00Z",
            "2026-11-25T12:00:61Z",
            "2026-11-25T12:00:00.Z",
            "2026-11-25T12:00:00+25:00",
            "2026-11-25T12:00:00+0100",
            "2026-11-25T12:00:00é",
            "+026-11-25T12:00:00Z",
            "20261325120000",
            "99999999999999999",
        ] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }
}
