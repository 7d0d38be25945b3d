"""People, agencies and roles; names, memberships and grants are dated because agencies come and go."""

from congvu.accounts.models.agencies import Agency, AgencyName
from congvu.accounts.models.dated import Dated, holds_on, period_check
from congvu.accounts.models.people import AccessGroup, Membership, RoleGrant, User, UserManager, WorkField
from congvu.accounts.models.saml import SamlExchange, SamlMessage

__all__ = [
    "AccessGroup",
    "Agency",
    "AgencyName",
    "Dated",
    "Membership",
    "RoleGrant",
    "SamlExchange",
    "SamlMessage",
    "User",
    "UserManager",
    "WorkField",
    "holds_on",
    "period_check",
]
