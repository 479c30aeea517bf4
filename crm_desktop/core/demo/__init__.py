"""The seeded demo company: an invented maker of pumps and valves, told as two years of changes."""

from crm_desktop.core.demo.company import company as company
from crm_desktop.core.demo.people import ADMIN_LOGIN as ADMIN_LOGIN
from crm_desktop.core.demo.people import MANAGER_LOGIN as MANAGER_LOGIN
from crm_desktop.core.demo.people import REP_LOGIN as REP_LOGIN
from crm_desktop.core.demo.people import territory_id as territory_id
from crm_desktop.core.demo.people import user_id as user_id
from crm_desktop.core.demo.volume import volume as volume
