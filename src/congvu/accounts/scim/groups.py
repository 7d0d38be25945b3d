"""Groups of the directory as groups here, which documents can be opened to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from scim2_models import InvalidValueException, Meta, Reference, UniquenessException

from congvu.accounts.models import AccessGroup, ScimAccount, ScimGroup
from congvu.accounts.scim import resources
from congvu.common import audit
from congvu.common.clock import now


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
    name = _free_name(told, None)
    group = AccessGroup.objects.create(name=name)
    record = ScimGroup.objects.create(
        group=group, external_id=(told.external_id or "")[:255], created_at=now(), modified_at=now()
    )
    count = _set_members(record, told)
    audit.record("group.created", target=group, detail={"source": "scim", "members": count})
    return record


def update(record: ScimGroup, told: resources.Group) -> ScimGroup:
    record.group.name = _free_name(told, record.group)
    record.group.save(update_fields=["name"])
    record.external_id = (told.external_id or "")[:255]
    record.version += 1
    record.modified_at = now()
    record.save()
    count = _set_members(record, told)
    audit.record("group.changed", target=record.group, detail={"source": "scim", "members": count})
    return record


def delete(record: ScimGroup) -> None:
    """Nobody of the directory is in the group any more. The group itself stays while documents may name it."""
    record.group.members.remove(*ScimAccount.objects.values_list("user_id", flat=True))
    audit.record("group.left", target=record.group, detail={"source": "scim"})
    group = record.group
    record.delete()
    # The name must be free again for the directory; documents know the group by its key.
    group.name = f"{group.name[:80]} ({group.pk})"
    group.save(update_fields=["name"])


def _free_name(told: resources.Group, group: AccessGroup | None) -> str:
    name = (told.display_name or "").strip()[:120]
    taken = AccessGroup.objects.filter(name__iexact=name)
    if not name or (taken.exclude(pk=group.pk) if group else taken).exists():
        raise UniquenessException(detail=f"The group name {name!r} is taken.")
    return name


def _set_members(record: ScimGroup, told: resources.Group) -> int:
    """The directory's people of the group are these; people that the directory does not keep stay as they are."""
    wanted = {member.value for member in told.members or [] if member.value}
    known = {
        str(pk): user for pk, user in ScimAccount.objects.filter(pk__in=_uuids(wanted)).values_list("pk", "user_id")
    }
    if missing := sorted(wanted - set(known)):
        raise InvalidValueException(detail=f"There is no user {missing[0]!r}.")
    ours = set(record.group.members.filter(scim__isnull=False).values_list("pk", flat=True))
    record.group.members.remove(*(ours - set(known.values())))
    record.group.members.add(*(set(known.values()) - ours))
    return len(known)


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError as error:
            raise InvalidValueException(detail=f"There is no user {text!r}.") from error
    return found
