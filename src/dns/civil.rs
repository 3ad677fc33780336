//! Seconds to calendar and back, in UTC.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Years 0000 to 9999: what RFC 3339 can write.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

pub(super) fn in_range(seconds: i64) -> bool {
    (FIRST..=LAST).contains(&seconds)
}

/// Calendar and clock in UTC, kept between the years 0000 and 9999.
pub(super) fn utc(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds.clamp(FIRST, LAST)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The first three letters of the month's name.
pub(super) fn month_name(at: OffsetDateTime) -> String {
    at.month().to_string().chars().take(3).collect()
}

/// `20261125120000`, the way RRSIG records write a time (RFC 4034 §3.2).
pub(super) fn compact(text: &str) -> Option<i64> {
    let part = |at: usize, count: usize| text.get(at..at + count);
    let (date, clock) = ((part(0, 4)?, part(4, 2)?, part(6, 2)?), (part(8, 2)?, part(10, 2)?, part(12, 2)?));
    rfc3339(&format!("{}-{}-{}T{}:{}:{}Z", date.0, date.1, date.2, clock.0, clock.1, clock.2))
}

/// `2026-11-25T12:00:00Z`, with a space for the `T`, a fraction and an offset as RFC 3339 §5.6 has them.
pub(super) fn rfc3339(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase().replacen(' ', "T", 1);
    let seconds = OffsetDateTime::parse(&text, &Rfc3339).ok()?.unix_timestamp();
    Some(seconds).filter(|seconds| in_range(*seconds))
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
