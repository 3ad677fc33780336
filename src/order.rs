//! Sorting, and sorted collections, in little code.
//!
//! The standard library's sort is compiled anew for every type and order, four kilobytes each time, and collecting
//! into a set or map brings one along. What the page loads has one sort.

use std::cmp::Ordering;

pub(crate) trait Gather: Iterator + Sized {
    /// [`Iterator::collect`] for sorted sets and maps: puts one item after the other in its place.
    fn gather<C: Default + Extend<Self::Item>>(self) -> C {
        let mut all = C::default();
        all.extend(self);
        all
    }
}

impl<I: Iterator> Gather for I {}

/// [`slice::sort_by`]: the order of equals stays.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut from: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| from.get_mut(index)?.take()));
}

/// [`slice::sort`].
pub(crate) fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// [`slice::sort_by_key`].
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Each item once, in order.
pub(crate) fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    sort(&mut items);
    items.dedup();
    items
}

/// The values of each key, in the order of the keys; those of one key in the order in which they came.
pub(crate) fn grouped<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut pairs: Vec<(K, V)> = pairs.collect();
    sort_by(&mut pairs, |a, b| a.0.cmp(&b.0));
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.last_mut() {
            Some((last, values)) if *last == key => values.push(value),
            _ => groups.push((key, vec![value])),
        }
    }
    groups
}

/// The indexes below `length` in the order of what they stand for.
fn sorted(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn sorts_as_the_standard_library(items: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(&ours, &theirs);
        }

        #[test]
        fn has_each_once(items: Vec<u8>) {
            let set: BTreeSet<u8> = items.iter().copied().collect();
            prop_assert_eq!(distinct(items.into_iter()), set.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn groups_as_a_map_does(items: Vec<(u8, u16)>) {
            let mut map: BTreeMap<u8, Vec<u16>> = BTreeMap::new();
            for (key, value) in &items {
                map.entry(*key).or_default().push(*value);
            }
            prop_assert_eq!(grouped(items.into_iter()), map.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn gathers_what_collect_collects(items: Vec<(u8, u16)>) {
            let set: BTreeSet<_> = items.iter().copied().gather();
            prop_assert_eq!(set, items.iter().copied().collect());
            let map: BTreeMap<_, _> = items.iter().copied().gather();
            prop_assert_eq!(map, items.into_iter().collect());
        }
    }
}
