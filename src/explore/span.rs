//! Sets of moments: unions of half-open intervals of whole seconds, `[from, until)`.

/// Before every moment: a state that holds since ever.
pub const EVER: i64 = i64::MIN;

/// After every moment: a state that holds for ever.
pub const NEVER: i64 = i64::MAX;

/// `moment + seconds`; since ever and for ever stay what they are.
pub fn later(moment: i64, seconds: u32) -> i64 {
    if moment == EVER { EVER } else { moment.saturating_add(i64::from(seconds)) }
}

/// `[from, until)`, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first moment.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
}

impl Span {
    /// Of both ends.
    pub fn new(from: i64, until: i64) -> Self {
        Self { from, until }
    }

    /// No moment is in it.
    pub fn is_empty(&self) -> bool {
        self.from >= self.until
    }

    /// What both have in common; `None`: nothing.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let both = Self::new(self.from.max(other.from), self.until.min(other.until));
        (!both.is_empty()).then_some(both)
    }

    /// Whether the moment is in it.
    pub fn has(&self, moment: i64) -> bool {
        self.from <= moment && moment < self.until
    }
}

/// A union of intervals, in order; none is empty, and none touches the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(Vec<Span>);

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        all.sort_unstable();
        let mut united: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match united.last_mut() {
                Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
                _ => united.push(span),
            }
        }
        Self(united)
    }
}

impl Spans {
    /// The intervals in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Span> {
        self.0.iter()
    }

    /// How many intervals they are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// No moment is in them.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For how long caches may hold what can be fetched at these moments: `[a, b)` becomes `[a, b + ttl)`.
    #[must_use]
    pub fn held(&self, ttl: u32) -> Self {
        self.iter().map(|span| Span::new(span.from, later(span.until, ttl))).collect()
    }

    /// The part of them within an interval.
    #[must_use]
    pub fn within(&self, clip: Span) -> Self {
        let near = self.ending_after(clip.from).iter().take_while(|span| span.from < clip.until);
        near.filter_map(|span| span.meet(&clip)).collect()
    }

    /// Every other moment.
    #[must_use]
    pub fn complement(&self) -> Self {
        let ends = [EVER].into_iter().chain(self.iter().map(|span| span.until));
        let begins = self.iter().map(|span| span.from).chain([NEVER]);
        ends.zip(begins).map(|(from, until)| Span::new(from, until)).collect()
    }

    /// What is in both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        self.iter().flat_map(|span| other.within(*span).0).collect()
    }

    /// Whether the moment is in one of them.
    pub fn has(&self, moment: i64) -> bool {
        self.ending_after(moment).first().is_some_and(|span| span.has(moment))
    }

    /// The last interval that begins at the moment or before it.
    pub fn last_before(&self, moment: i64) -> Option<Span> {
        let after = self.0.partition_point(|span| span.from <= moment);
        after.checked_sub(1).and_then(|at| self.0.get(at)).copied()
    }

    /// Those that end after the moment.
    fn ending_after(&self, moment: i64) -> &[Span] {
        let first = self.0.partition_point(|span| span.until <= moment);
        self.0.get(first..).unwrap_or_default()
    }
}
