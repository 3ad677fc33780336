//! Publication documents that somebody broke: in their text, or in single values, times and TTLs among them. Each is refused
//! with a place, or explored within its bounds, and whatever fails has a witness within its interval.

use crate::dice::Dice;
use multisigner::explore::{Document, MOST_TTL, explore};
use serde_json::Value;

/// The documents of the tests, without white space.
pub fn corpus() -> Vec<Value> {
    let mut paths: Vec<_> =
        std::fs::read_dir("tests/explore").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// Tells what became of it.
pub fn one(dice: &mut Dice, corpus: &[Value]) -> &'static str {
    let mut document = dice.one_of(corpus).clone();
    document.as_object_mut().unwrap().remove("expect");
    let text = if dice.once_in(3) {
        let mut octets = document.to_string().into_bytes();
        dice.change(&mut octets, b"\"{}[],:0-9e.\\nul\xff");
        String::from_utf8_lossy(&octets).into_owned()
    } else {
        for _ in 0..=dice.below(3) {
            break_one(dice, &mut document);
        }
        document.to_string()
    };
    let document = match Document::read(&text) {
        Ok(document) => document,
        Err(unusable) => {
            assert!(unusable.pointer.is_empty() || unusable.pointer.starts_with('/'), "{unusable:?}");
            return "refused";
        }
    };
    let Ok(found) = explore(&document) else { return "too much" };
    assert_eq!(found.safe, found.failing.is_empty());
    for failing in &found.failing {
        let witness = failing.witness.as_ref().expect("whatever fails has a witness");
        let until = failing.interval.until.unwrap_or(document.until);
        assert!(failing.interval.from < until, "{failing:?}");
        assert!((failing.interval.from..until).contains(&witness.at.seconds), "{failing:?}");
    }
    if found.safe { "safe" } else { "not safe" }
}

/// Another value somewhere in the document.
fn break_one(dice: &mut Dice, value: &mut Value) {
    let inside = match value {
        Value::Array(list) if !list.is_empty() && !dice.once_in(6) => {
            let at = dice.below(list.len());
            list.get_mut(at)
        }
        Value::Object(members) if !members.is_empty() && !dice.once_in(12) => {
            let at = dice.below(members.len());
            members.values_mut().nth(at)
        }
        _ => None,
    };
    if let Some(inside) = inside {
        return break_one(dice, inside);
    }
    const NAMES: [&str; 6] = ["A", "B", "C", "KA", "ZB", ""];
    const NUMBERS: [i64; 10] =
        [0, 1, -1, 17, 100_000, MOST_TTL as i64, MOST_TTL as i64 + 1, 1 << 53, i64::MIN, i64::MAX];
    let new = match (&mut *value, dice.below(8)) {
        (Value::Array(list), 0) => {
            list.pop();
            return;
        }
        (Value::Array(list), 1) if !list.is_empty() => {
            let again = list[dice.below(list.len())].clone();
            list.push(again);
            return;
        }
        (Value::Number(_), 0..=5) => Value::from(*dice.one_of(&NUMBERS)),
        (Value::String(_), 0..=5) => Value::from(*dice.one_of(&NAMES)),
        (Value::Bool(answers), _) => Value::from(!*answers),
        (_, 6) => Value::Null,
        (_, 7) => Value::from(*dice.one_of(&NUMBERS)),
        _ => Value::from(vec![*dice.one_of(&NAMES)]),
    };
    *value = new;
}
