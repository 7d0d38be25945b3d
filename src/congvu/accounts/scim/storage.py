"""Our tables behind the protocol's library."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from scim2_models import (
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

from congvu.accounts.models import ScimAccount, ScimGroup
from congvu.accounts.scim import groups, people, resources

_COLUMNS = {
    "User": {"username": "user__username__iexact", "externalid": "external_id"},
    "Group": {"displayname": "group__name__iexact", "externalid": "external_id"},
}
"""What directories look people up by, answered by the database; any other filter walks through everybody."""


class Storage(ScimStorage):
    """People and groups. Every operation is one transaction, and is audited by the actions it calls."""

    def operation(self) -> AbstractContextManager[None]:
        return cast(AbstractContextManager[None], transaction.atomic())

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        return _read(resource_type.name, [_found(resource_type.name, resource_id)])[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        start = search_request.start_index_0 or 0
        count = search_request.count if search_request.count is not None else resources.MAX_RESULTS
        names = [kind.name or "" for kind in resource_types]
        column = _lookup(names, search_request)
        if len(names) == 1 and not search_request.sort_by and (search_request.filter is None or column):
            found = _rows(names[0]).filter(**column).order_by("created_at", "pk")
            return SearchPage(found.count(), _read(names[0], list(found[start : start + count])))
        everybody = [one for name in names for one in _read(name, list(_rows(name).order_by("created_at", "pk")))]
        matching = [one for one in everybody if search_request.filter is None or search_request.filter.match(one)]
        if search_request.sort_by:
            descending = search_request.sort_order == SearchRequest.SortOrder.descending
            keys = [(search_request.sort_value(one), one) for one in matching]
            matching = [one for _key, one in sorted((k for k in keys if k[0] is not None), key=lambda k: k[0])]
            matching = (matching[::-1] if descending else matching) + [one for key, one in keys if key is None]
        return SearchPage(len(matching), matching[start : start + count])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        record = (
            people.create(cast(resources.User[Any], resource))
            if resource_type.name == "User"
            else groups.create(cast(resources.Group, resource))
        )
        return _read(resource_type.name, [record])[0]

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        record = _found(resource_type.name, resource.id or "", expected_version)
        if isinstance(record, ScimAccount):
            people.update(record, cast(resources.User[Any], resource))
        else:
            groups.update(record, cast(resources.Group, resource))
        return _read(resource_type.name, [record])[0]

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        record = _found(resource_type.name, resource_id, expected_version)
        if isinstance(record, ScimAccount):
            people.delete(record)
        else:
            groups.delete(record)


def _rows(name: str | None) -> Any:
    return people.rows() if name == "User" else groups.rows()


def _read(name: str | None, records: list[Any]) -> list[Resource[Any]]:
    if name == "User":
        return [people.resource(record) for record in records]
    return list(groups.read(records))


def _found(name: str | None, key: str, expected: str | None = None) -> ScimAccount | ScimGroup:
    """The record, locked where it is to be written; the library gives the version that a client still holds."""
    try:
        record = _rows(name).select_for_update(of=("self",)).filter(pk=UUID(key)).first()
    except ValueError:
        record = None
    if record is None:
        raise NotFoundException(detail=f"{name} {key!r} not found")
    if expected is not None and expected != f'W/"{record.version}"':
        raise PreconditionFailedException
    return cast("ScimAccount | ScimGroup", record)


def _lookup(names: list[str], request: SearchRequest[Any]) -> dict[str, str]:
    """The column that answers the filter, or nothing."""
    if request.filter is None or len(names) != 1:
        return {}
    node = request.filter.ast
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return {}
    column = _COLUMNS[names[0]].get(str(node.attr_path).lower())
    return {column: node.value} if column else {}
