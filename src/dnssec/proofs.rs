//! What became of the signature checks.

/// The answer to one [`super::checks::SignatureCheck`]; the same from every backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Checked {
    /// The key verifies the signature.
    Holds,
    /// It does not.
    Fails,
    /// The public key is none: of a wrong length, or no point of the curve.
    NoKey,
    /// Nothing here does this arithmetic: an RSA modulus or exponent beyond the bounds.
    Unable,
}

impl Checked {
    /// What an implementation said that tells yes and no only.
    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

/// The answers to [`super::checks::Checks::list`], in its order.
#[derive(Clone, Debug, Default)]
pub struct Proofs {
    pub answers: Vec<Checked>,
}

impl Proofs {
    pub fn holds(&self, check: usize) -> bool {
        self.answer(check) == Checked::Holds
    }

    pub fn answer(&self, check: usize) -> Checked {
        self.answers.get(check).copied().unwrap_or(Checked::Unable)
    }
}
