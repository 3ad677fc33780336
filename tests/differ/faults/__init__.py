"""The mutations, by name."""

from faults import cds, denial, dnskeys, ds, messages, records, servers, signatures  # noqa: F401 each registers its own
from faults.mutation import ALL, Chooser  # noqa: F401
