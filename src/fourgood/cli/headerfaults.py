"""What is wrong with the headers of tables, told once and not in every row."""

from collections.abc import Iterable

from attrs import define, evolve, field

from fourgood.dossiers.headers import HeaderFault
from fourgood.errors import Fault, Place


@define
class HeaderFaults:
    """The faults of headers, each with the number of rows that came up against it."""

    found: dict[tuple[Place, str], HeaderFault] = field(factory=dict)

    def sifted(self, faults: Iterable[Fault]) -> list[Fault]:
        """The faults that are a row's own; those of the header are counted."""
        own = []
        for fault in faults:
            if isinstance(fault, HeaderFault):
                known = self.found.get((fault.place, fault.message), fault)
                self.found[fault.place, fault.message] = evolve(known, rows=known.rows + 1)
            else:
                own.append(fault)
        return own

    def counted(self) -> list[HeaderFault]:
        """The faults of headers, each once."""
        return list(self.found.values())
