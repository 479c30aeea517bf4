"""The face of the store: tables derived from entities, reading now and then, writing in batches, upgrading."""

from crm_desktop.core.store.journal_rows import read_posted
from crm_desktop.core.store.marks import drop_mark, newest_seq, set_mark
from crm_desktop.core.store.read import Past, Pointing, Reader, Sum, Where, comes_ordered
from crm_desktop.core.store.steps import prepare
from crm_desktop.core.store.write import Batch

__all__ = [
    "Batch",
    "Past",
    "Pointing",
    "Reader",
    "Sum",
    "Where",
    "comes_ordered",
    "drop_mark",
    "newest_seq",
    "prepare",
    "read_posted",
    "set_mark",
]
