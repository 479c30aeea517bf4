"""What people do at their desks, drawn at random and done by the real actions."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from crm_desktop.actions import files, inbox, issuing, product_pictures, records
from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.entities import (
    REGISTRY,
    Account,
    Activity,
    Contact,
    File,
    Opportunity,
    Product,
    Quote,
    QuoteLine,
)  # fmt: skip
from crm_desktop.core.entities.quote_life import ISSUED
from crm_desktop.core.schema import Entity, Field, Kind, Record
from tests.simulation.drawing import WORDS, Drawing
from tests.simulation.world import Laptop

EVERYDAY = ("account", "contact", "opportunity", "activity", "quote", "quote_line")
"""What salespeople work with; the rest is drawn seldom."""
NOT_BY_HAND = frozenset({"conflict", "refusal", "file", "limit", "approval", "stand_in", "order", "instalment"})
"""What the system keeps, and what decides who may issue a quote: `tests/actions/test_approvals.py` and a journey hold that.

Orders come of quotes that are accepted: `tests/actions/test_orders.py` holds what two laptops make of them.
"""
NOT_MADE = NOT_BY_HAND | {"organisation", "user", "currency", "quote", "quote_line"}
DELETED = (
    "contact",
    "activity",
    "quote_line",
    "activity",
    "opportunity",
    "quote",
    "account",
    "quota",
    "price",
    "rate",
    "file",
    "list_view",
    "special_price",
    "line_template",
)
PIXEL = b"\x89PNG\r\n\x1a\n"
NOVEL = "novel"
"""A field that only a laptop of a newer version has."""


class Hands:
    """Do something at a laptop, chosen by the dice. people: whether administrators' laptops touch who holds what."""

    def __init__(self, rng: Random, *, people: bool) -> None:
        self._rng, self._people = rng, people
        acts: dict[Callable[[Laptop], object], int] = {
            self._edit: 46, self._create: 14, self._quote: 6, self._line: 6, self._delete: 8, self._undo: 7,
            self._answer: 6, self._settle: 4, self._move: 4, self._rehang: 4, self._team: 3, self._issue: 2,
            self._attach: 2, self._look: 1, self._novel: 2, self._several: 3,
        }  # fmt: skip
        self._acts, self._weights = list(acts), list(acts.values())

    def prefer(self, name: str, weight: int) -> None:
        """Let one thing be done more often, or less."""
        self._weights = [
            weight if act.__name__ == name else old for act, old in zip(self._acts, self._weights, strict=True)
        ]

    def act(self, laptop: Laptop) -> None:
        """Do one thing; what a rule refuses raises UserError, as in front of a person."""
        self._rng.choices(self._acts, self._weights)[0](laptop)

    # --------------------------------------------------------------------------------------------------- drawing

    def _drawing(self, laptop: Laptop) -> Drawing:
        return Drawing(self._rng, laptop.ids, laptop.desk.now)

    def _one(self, laptop: Laptop, *keys: str) -> Any:
        """Draw a record that stands here, of one of some entities."""
        key = self._rng.choice(keys)
        found = laptop.ids(key)
        return laptop.desk.replica.get(REGISTRY[key].record, self._rng.choice(found)) if found else None

    def _entity(self, laptop: Laptop, left_out: frozenset[str]) -> Entity:
        """Draw an entity that the person's role may write."""
        if self._rng.random() < 0.8:
            return REGISTRY[self._rng.choice([key for key in EVERYDAY if key not in left_out])]
        left_out |= frozenset() if self._people else {"user", "territory"}
        keys = [
            key
            for key, one in REGISTRY.items()
            if key not in left_out and (not one.write or laptop.desk.role in one.write)
        ]
        return REGISTRY[self._rng.choice([key for key in keys if key not in laptop.skew.entities])]

    def _values(self, laptop: Laptop, seen: Record, declared: Entity) -> dict[str, Any]:
        drawing = self._drawing(laptop)
        known = drawing.fields(declared, laptop.desk.role, laptop.skew.unknown(declared.key))
        some = self._rng.sample(known, min(len(known), self._rng.choice((1, 1, 2, 3))))
        values = {field.name: drawing.value(field, getattr(seen, field.name)) for field in some}
        return {
            name: "" if value is None and isinstance(getattr(seen, name), str) else value
            for name, value in values.items()
        } | self._note(laptop, seen, known)

    def _note(self, laptop: Laptop, seen: Record, known: list[Field]) -> dict[str, str]:
        """Write a line more into a text now and then, so that two people do it at once; it costs the dice nothing."""
        written = laptop.replica._pen.writes
        text = next((field.name for field in known if field.kind is Kind.LONG_TEXT), "")
        if not text or written % 5:
            return {}
        return {text: f"{getattr(seen, text)}\nnote {written} of {laptop.device}".strip()}

    # ------------------------------------------------------------------------------------------------------ acts

    def _edit(self, laptop: Laptop) -> None:
        declared = self._entity(laptop, NOT_BY_HAND)
        seen = self._one(laptop, declared.key)
        if seen is not None:
            records.edit(laptop.desk, seen, **self._values(laptop, seen, declared))

    def _several(self, laptop: Laptop) -> None:
        """Change several records in one save, which is taken whole or not at all."""
        entries: dict[str, Entry] = {}
        for _ in range(2):
            declared = self._entity(laptop, NOT_BY_HAND)
            seen = self._one(laptop, declared.key)
            entry = None if seen is None else records.edit_entry_of(seen, **self._values(laptop, seen, declared))
            if entry is not None:
                entries[entry.record] = entry
        if entries:
            laptop.desk.save(*entries.values())

    def _create(self, laptop: Laptop) -> None:
        declared = self._entity(laptop, NOT_MADE)
        drawing, values = self._drawing(laptop), dict[str, Any]()
        for field in drawing.fields(declared, laptop.desk.role, laptop.skew.unknown(declared.key)):
            if field.required or field.name in ("account", "owner", "opportunity") or self._rng.random() < 0.2:
                values[field.name] = drawing.value(field)
        if (
            declared.key in ("account", "contact", "opportunity", "activity", "list_view", "line_template")
            and self._rng.random() < 0.7
        ):
            values["owner"] = laptop.user
        made = declared.record(
            id=laptop.desk.new_id(), **{name: one for name, one in values.items() if one is not None}
        )
        more = (
            [Contact(id=laptop.desk.new_id(), family_name="New", account=made.id)] if isinstance(made, Account) else []
        )
        records.create(laptop.desk, made, *more)

    def _quote(self, laptop: Laptop) -> None:
        desk, rng = laptop.desk, self._rng
        account, deal = self._one(laptop, "account"), self._one(laptop, "opportunity")
        quote = Quote(
            id=desk.new_id(), owner=laptop.user, currency=rng.choice(("CNY", "JPY")),
            account=account.id if account and rng.random() < 0.6 else "", opportunity=deal.id if deal else "",
        )  # fmt: skip
        records.create(desk, quote, *(self._new_line(laptop, quote) for _ in range(rng.randint(1, 3))))

    def _new_line(self, laptop: Laptop, quote: Quote) -> QuoteLine:
        price, quantity = (Decimal(self._rng.randint(1, 9999)) / self._rng.choice((1, 10, 100)) for _ in range(2))
        return QuoteLine(
            id=laptop.desk.new_id(), quote=quote.id, currency=quote.currency, quantity=quantity, unit_price=price,
            tax_percent=Decimal(13), tax_label="VAT",
        )  # fmt: skip

    def _line(self, laptop: Laptop) -> None:
        quote = self._one(laptop, "quote")
        if quote is not None:
            records.create(laptop.desk, self._new_line(laptop, quote))

    def _issue(self, laptop: Laptop) -> None:
        """Give a draft the next number of the block, as issuing does; the paper is left out."""
        quote = self._one(laptop, "quote")
        if quote is None or quote.number:
            return
        number = issuing.next_number(laptop.desk)
        entry = records.edit_entry_of(quote, number=number, state=ISSUED, revision=1, issue_day=laptop.desk.today())
        laptop.desk.save(*([entry] if entry else []), uses_number=True)
        laptop.numbers.append(number)

    def _delete(self, laptop: Laptop) -> None:
        key = self._rng.choice(DELETED)
        declared = REGISTRY[key]
        if (declared.write and laptop.desk.role not in declared.write) or key in laptop.skew.entities:
            return
        seen = self._one(laptop, key)
        if seen is None:
            return
        records.delete(laptop.desk, seen)

    def _undo(self, laptop: Laptop) -> None:
        if laptop.changes:
            records.undo(laptop.desk, self._rng.choice(laptop.changes[-6:]))

    def _answer(self, laptop: Laptop) -> None:
        found = inbox.open_conflicts(laptop.desk)
        if found:
            self._rng.choice((inbox.take_standing, inbox.take_waiting))(laptop.desk, self._rng.choice(found))

    def _settle(self, laptop: Laptop) -> None:
        found = inbox.open_refusals(laptop.desk)
        if found:
            self._rng.choice((inbox.discard, inbox.send_again))(laptop.desk, self._rng.choice(found))

    def _move(self, laptop: Laptop) -> None:
        seen, territory = self._one(laptop, "account"), self._one(laptop, "territory")
        if seen is not None and territory is not None:
            records.edit(laptop.desk, seen, territory=territory.id)

    def _team(self, laptop: Laptop) -> None:
        seen, user = self._one(laptop, "account"), self._one(laptop, "user")
        if seen is not None and user is not None:
            records.edit(laptop.desk, seen, team=tuple({*seen.team} ^ {user.id}))

    def _rehang(self, laptop: Laptop) -> None:
        seen = self._one(laptop, "contact", "opportunity", "quote", "activity")
        account, user = self._one(laptop, "account"), self._one(laptop, "user")
        if seen is not None and user is not None:
            values = {"owner": user.id}
            if self._rng.random() < 0.5:
                values["account"] = account.id if account and self._rng.random() < 0.8 else ""
            records.edit(laptop.desk, seen, **values)

    def _attach(self, laptop: Laptop) -> None:
        """Hang a picture on an activity or a product, its bytes in the same save as its name."""
        record = self._one(laptop, "activity", "activity", "product")
        content = PIXEL + self._rng.randbytes(self._rng.choice((20, 2000)))
        if isinstance(record, Activity):
            found = files.attach(laptop.desk, "picture.png", content)
            laptop.desk.save(*files.file_entries(laptop.desk, record, [found]))
            laptop.pictures[found.sha256] = content
        elif isinstance(record, Product) and laptop.desk.role == "administrator":
            found = files.attach(laptop.desk, "picture.png", content)
            product_pictures.show(laptop.desk, record, found)
            laptop.pictures[found.sha256] = content

    def _look(self, laptop: Laptop) -> None:
        """Look at a picture: its bytes come with the next sync."""
        file = self._one(laptop, "file")
        if isinstance(file, File):
            laptop.desk.replica.files.want([file.sha256])

    def _novel(self, laptop: Laptop) -> None:
        """Fill in a field that only this laptop's version has."""
        if not laptop.is_newer:
            return
        key = self._rng.choice(("account", "opportunity", "contact"))
        seen = self._one(laptop, key)
        if isinstance(seen, Account | Opportunity | Contact):
            before = (laptop.desk.replica.raw(key, seen.id) or {}).get(NOVEL)
            laptop.desk.save(Entry(key, seen.id, Act.EDIT, {NOVEL: (before, f"{self._rng.choice(WORDS)} 2")}))
