"""People, agencies and roles; names, memberships and grants are dated because agencies come and go."""

from congvu.accounts.models.agencies import Agency, AgencyCode, AgencyName, AgencyParent, Succession
from congvu.accounts.models.dated import Dated, holds_on, period_check
from congvu.accounts.models.notice import NoticeAcceptance
from congvu.accounts.models.people import AccessGroup, Membership, RoleGrant, User, UserManager, WorkField
from congvu.accounts.models.roster import RosterImport
from congvu.accounts.models.saml import SamlExchange
from congvu.accounts.models.scim import ScimAccount, ScimClient, ScimGroup
from congvu.accounts.models.sign_on import Identity, SignOnSession, UsedToken

__all__ = [
    "AccessGroup",
    "Agency",
    "AgencyCode",
    "AgencyName",
    "AgencyParent",
    "Dated",
    "Identity",
    "Membership",
    "NoticeAcceptance",
    "RoleGrant",
    "RosterImport",
    "SamlExchange",
    "ScimAccount",
    "ScimClient",
    "ScimGroup",
    "SignOnSession",
    "Succession",
    "UsedToken",
    "User",
    "UserManager",
    "WorkField",
    "holds_on",
    "period_check",
]
