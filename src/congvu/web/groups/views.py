"""Named groups, for operators: who is in them, and which documents are for them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.accounts.groups import add_member, create_group, remove_member
from congvu.accounts.models import AccessGroup, User
from congvu.accounts.policies import can_manage_groups
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest


class GroupForm(forms.Form):
    """The name of a new group; the action judges it."""

    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=120)


class MemberForm(forms.Form):
    """Whom to add, by the name they sign in with."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: PersonRequest) -> HttpResponse:
    """All groups, and the form for another."""
    _check(request)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_group(request.user, form.cleaned_data["name"])
        except InvalidInputError as error:
            form.add_error("name", str(error))
        else:
            return _to(made)
    found = AccessGroup.objects.annotate(people=Count("members"))
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/list.html", {"groups": found, "form": form}, status=status)


@never_cache
@require_safe
def group(request: PersonRequest, pk: int) -> HttpResponse:
    """One group."""
    return _shown(request, _group(request, pk), MemberForm())


@require_POST
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """Put somebody in."""
    found = _group(request, pk)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, 422)
    user = User.objects.filter(username=form.cleaned_data["username"].strip()).first()
    try:
        if user is None:
            raise InvalidInputError(_("There is no account of this name."))
        add_member(request.user, found, user)
    except InvalidInputError as error:
        form.add_error("username", str(error))
        return _shown(request, found, form, 422)
    messages.success(request, _("%(name)s reads the documents of this group from now on.") % {"name": user})
    return _to(found)


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take somebody out; who is not in this group, or a key that is none, changes nothing."""
    found = _group(request, pk)
    key = request.POST.get("user", "")
    member = found.members.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if member is not None:
        remove_member(request.user, found, member)
        messages.success(request, _("%(name)s no longer reads the documents of this group.") % {"name": member})
    return _to(found)


def _shown(request: PersonRequest, found: AccessGroup, form: MemberForm, status: int = 200) -> HttpResponse:
    """A group's page. An operator is shown the titles of documents that they may read, and the number of the others:
    managing a group opens none of its texts.
    """
    used = Document.objects.filter(groups=found, withdrawn_at__isnull=True)
    readable = list(used.filter(pk__in=Document.objects.visible_to(request.viewer).values("pk")))
    context = {
        "group": found,
        "members": list(found.members.order_by("full_name", "username")),
        "documents": readable,
        "others": used.count() - len(readable),
        "form": form,
    }
    return render(request, "groups/group.html", context, status=status)


def _group(request: PersonRequest, pk: int) -> AccessGroup:
    if not can_manage_groups(request.viewer):
        raise Refused(target_type="AccessGroup", target_id=pk)
    return visible_or_404(AccessGroup.objects.all(), pk)


def _check(request: PersonRequest) -> None:
    if not can_manage_groups(request.viewer):
        raise Refused


def _to(found: AccessGroup) -> HttpResponse:
    return HttpResponseRedirect(reverse("groups:group", args=[found.pk]))
