"""The face of the import: tables in, changes out."""

from crm_desktop.core.intake.comparing import Count, Existing
from crm_desktop.core.intake.imports import Import, problems_csv, run
from crm_desktop.core.intake.mapping import find_mapping
from crm_desktop.core.intake.tables import Problem

__all__ = ["Count", "Existing", "Import", "Problem", "find_mapping", "problems_csv", "run"]
