"""People, agencies and roles; names, memberships and grants are dated because agencies come and go."""

from congvu.accounts.models.agencies import Agency, AgencyName
from congvu.accounts.models.dated import Dated, holds_on, period_check
from congvu.accounts.models.notice import NoticeAcceptance
from congvu.accounts.models.people import AccessGroup, Membership, RoleGrant, User, UserManager, WorkField
from congvu.accounts.models.saml import SamlExchange
from congvu.accounts.models.sign_on import Identity, SignOnSession, UsedToken

__all__ = [
    "AccessGroup",
    "Agency",
    "AgencyName",
    "Dated",
    "Identity",
    "Membership",
    "NoticeAcceptance",
    "RoleGrant",
    "SamlExchange",
    "SignOnSession",
    "UsedToken",
    "User",
    "UserManager",
    "WorkField",
    "holds_on",
    "period_check",
]
