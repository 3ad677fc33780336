//! A zone as texts show it, as the beginning of a plan or for a gate.

use super::group::{Group, Model, NoPlan};
use super::observed::Observed;
use super::operation::Operation;
use crate::check::outcome::{Problem, Question};
use crate::check::session::Session;
use crate::dnssec::backend::Backend;

/// The group of an operation: of these labels, else of all that were seen and whoever joins them; its model as it was seen, where
/// it is not given.
///
/// # Errors
/// A label that is given twice, or is none of them.
pub fn group(
    operation: Operation,
    from: Option<&Observed>,
    model: Option<Model>,
    labels: &[String],
    (who, to): (Option<&str>, Option<&str>),
) -> Result<Group, NoPlan> {
    let mut all = labels.to_vec();
    if let (Some(seen), true) = (from, labels.is_empty()) {
        all = seen.labels();
        let joins = match operation {
            Operation::AddProvider => who,
            Operation::Migrate => to,
            _ => None,
        };
        all.extend(joins.filter(|label| !all.iter().any(|known| known == label)).map(ToString::to_string));
    }
    operation.group(model.or_else(|| from.map(Observed::model)), &all, who, to)
}

impl Observed {
    /// What a question's texts show of the zone, judged at its moment.
    ///
    /// # Errors
    /// Nothing could be judged.
    pub async fn ask<B: Backend>(question: &Question, backend: &B) -> Result<Self, Problem> {
        let mut session = Session::new();
        let report = session.ask(question, backend, &mut |_| {}).await.result?;
        session.proven().map(|proven| Self::of(proven, &report)).ok_or(Problem::Empty)
    }
}
