//! The pages beside the check: each is a program of its own, loaded when somebody looks at it.

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Simulate,
    Plan,
}

impl Room {
    pub(crate) const ALL: [Self; 2] = [Self::Simulate, Self::Plan];

    /// Where an address leads, by its fragment without `#`.
    pub(crate) fn of(fragment: &str) -> Option<Self> {
        match fragment {
            "simulate" => Some(Self::Simulate),
            "plan" => Some(Self::Plan),
            _ => fragment.starts_with("plan=").then_some(Self::Plan),
        }
    }

    /// The program, as the document names it.
    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Simulate => "simulate",
            Self::Plan => "plan",
        }
    }

    /// The element that it is drawn into, after the check's.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::Simulate => "beside-simulate",
            Self::Plan => "beside-plan",
        }
    }

    pub(crate) fn called(self) -> &'static str {
        match self {
            Self::Simulate => "simulator",
            Self::Plan => "planner",
        }
    }

    /// The document's title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Simulate => "Simulate · multisigner",
            Self::Plan => "Plan · multisigner",
        }
    }
}
