"""The face of the entities: importing it fills the registry."""

from crm_desktop.core.entities.activities import Activity
from crm_desktop.core.entities.catalogue import (
    Currency,
    CustomerGroup,
    Price,
    PriceBook,
    Product,
    Rate,
    SpecialPrice,
    TaxRate,
)
from crm_desktop.core.entities.customers import Account, Contact
from crm_desktop.core.entities.forecasts import Forecast
from crm_desktop.core.entities.limits import Approval, Limit, StandIn
from crm_desktop.core.entities.line_templates import LineTemplate
from crm_desktop.core.entities.notices import Conflict, File, Refusal
from crm_desktop.core.entities.orders import Instalment, Order
from crm_desktop.core.entities.paper_templates import PaperTemplate
from crm_desktop.core.entities.people import Organisation, Territory, User
from crm_desktop.core.entities.pipeline import Opportunity, Pipeline, Quota, Stage
from crm_desktop.core.entities.quotes import Quote, QuoteLine
from crm_desktop.core.entities.views import ListView
from crm_desktop.core.schema import REGISTRY

__all__ = [
    "REGISTRY",
    "Account",
    "Activity",
    "Approval",
    "Conflict",
    "Contact",
    "Currency",
    "CustomerGroup",
    "File",
    "Forecast",
    "Instalment",
    "Limit",
    "LineTemplate",
    "ListView",
    "Opportunity",
    "Order",
    "Organisation",
    "PaperTemplate",
    "Pipeline",
    "Price",
    "PriceBook",
    "Product",
    "Quota",
    "Quote",
    "QuoteLine",
    "Rate",
    "Refusal",
    "SpecialPrice",
    "Stage",
    "StandIn",
    "TaxRate",
    "Territory",
    "User",
]
