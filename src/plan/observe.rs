//! What evidence shows of a zone, as the beginning of a plan.

use super::observed::Observed;
use crate::check::facts::Facts;
use crate::check::outcome::{Problem, Question};
use crate::check::session::Session;
use crate::check::standing::Standing;
use crate::dnssec::backend::Backend;

/// Judges evidence and reads off who publishes what.
///
/// # Errors
/// There is nothing to judge.
pub async fn observe(question: &Question, backend: &impl Backend) -> Result<Observed, Problem> {
    let mut session = Session::new();
    let outcome = session.ask(question, backend, &mut |_| {}).await;
    let report = outcome.result?;
    let proven = session.proven().ok_or(Problem::Empty)?;
    let standing = Standing::of(&Facts::new(proven.clone(), report.at));
    let broken = report.fails().then(|| format!("{} {}", report.headline.lead, report.headline.text));
    Ok(Observed { publication: standing.publication, zone: report.zone.clone(), broken })
}
