"""Groups of the directory as groups here, which documents can be opened to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from scim2_models import InvalidValueException, Meta, Reference, UniquenessException

from congvu.accounts.groups import create_group
from congvu.accounts.models import AccessGroup, ScimAccount, ScimGroup
from congvu.accounts.scim import resources
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.errors import InvalidInputError


def rows() -> QuerySet[ScimGroup]:
    return ScimGroup.objects.select_related("group")


def read(records: Iterable[ScimGroup]) -> list[resources.Group]:
    """Groups with their members; two queries however many there are."""
    records = list(records)
    members: dict[int, list[UUID]] = defaultdict(list)
    pairs = ScimAccount.objects.filter(user__access_groups__in=[record.group_id for record in records])
    for group, member in pairs.order_by("pk").values_list("user__access_groups", "pk"):
        members[group].append(member)
    return [_resource(record, members[record.group_id]) for record in records]


def _resource(record: ScimGroup, members: list[UUID]) -> resources.Group:
    return resources.Group(
        id=str(record.pk),
        external_id=record.external_id or None,
        display_name=record.group.name,
        members=[
            resources.GroupMember(value=str(pk), ref=Reference[resources.User](f"Users/{pk}"), type="User")  # type: ignore[type-arg]
            for pk in members
        ]
        or None,
        meta=Meta(
            resource_type="Group",
            created=record.created_at,
            last_modified=record.modified_at,
            version=f'W/"{record.version}"',
        ),
    )


def create(told: resources.Group) -> ScimGroup:
    """A new group. A name that is taken is refused: it may be one that people here made."""
    try:
        group = create_group(None, told.display_name or "")
    except InvalidInputError as error:
        raise UniquenessException(detail=str(error)) from error
    record = ScimGroup.objects.create(
        group=group, external_id=(told.external_id or "")[:255], created_at=now(), modified_at=now()
    )
    _set_members(record, told)
    return record


def update(record: ScimGroup, told: resources.Group) -> ScimGroup:
    name = _free_name(told, record.group)
    if name != record.group.name:
        record.group.name = name
        record.group.save(update_fields=["name"])
        audit.record("group.renamed", target=record.group, detail={"source": "scim"})
    record.external_id = (told.external_id or "")[:255]
    record.version += 1
    record.modified_at = now()
    record.save()
    _set_members(record, told)
    return record


def delete(record: ScimGroup) -> None:
    """Nobody of the directory is in the group any more. The group itself stays while documents may name it."""
    group = record.group
    _change(group, removed=_ours(group), added=set())
    record.delete()
    # The name must be free again for the directory; documents know the group by its key.
    group.name = f"{group.name[:80]} ({group.pk})"
    group.save(update_fields=["name"])


def _free_name(told: resources.Group, group: AccessGroup) -> str:
    name = (told.display_name or "").strip()[:120]
    if not name or AccessGroup.objects.filter(name__iexact=name).exclude(pk=group.pk).exists():
        raise UniquenessException(detail=f"The group name {name!r} is taken.")
    return name


def _set_members(record: ScimGroup, told: resources.Group) -> None:
    """The directory's people of the group are these; people that the directory does not keep stay as they are."""
    wanted = {member.value for member in told.members or [] if member.value}
    known = {
        str(pk): user for pk, user in ScimAccount.objects.filter(pk__in=_uuids(wanted)).values_list("pk", "user_id")
    }
    if missing := sorted(wanted - set(known)):
        raise InvalidValueException(detail=f"There is no user {missing[0]!r}.")
    ours, wanted_users = _ours(record.group), set(known.values())
    _change(record.group, removed=ours - wanted_users, added=wanted_users - ours)


def _ours(group: AccessGroup) -> set[int]:
    """The group's members whom the directory keeps."""
    return set(group.members.filter(scim__isnull=False).values_list("pk", flat=True))


def _change(group: AccessGroup, *, removed: set[int], added: set[int]) -> None:
    """Members go and come, each an event. Unlike through the page an ended account may be in: it has no rights."""
    group.members.remove(*removed)
    group.members.add(*added)
    moves = [("group.left", pk) for pk in sorted(removed)] + [("group.joined", pk) for pk in sorted(added)]
    audit.record_all(
        [audit.Entry(action, "AccessGroup", str(group.pk), {"user": pk, "source": "scim"}) for action, pk in moves]
    )


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError as error:
            raise InvalidValueException(detail=f"There is no user {text!r}.") from error
    return found
