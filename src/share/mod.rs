//! What one person sees, another sees: the check link, and the report in other forms.

pub mod link;
