//! A zone as texts show it, as the beginning of a plan or for a gate.

use super::observed::Observed;
use crate::check::outcome::{Problem, Question};
use crate::check::session::Session;
use crate::dnssec::backend::Backend;

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
