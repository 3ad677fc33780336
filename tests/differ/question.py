"""What is asked."""

from dataclasses import dataclass

import dns.rdatatype
from zone import Name


@dataclass
class Question:
    name: Name
    type: int
    kind: str  # what it was made for

    def __str__(self) -> str:
        return f"{self.name} {dns.rdatatype.to_text(self.type)}"
