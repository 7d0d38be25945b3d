"""Sign-in, sign-out, the notice, and the choice of language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import check_for_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congvu.accounts.actions import signed_in
from congvu.accounts.models import User
from congvu.accounts.notice import promised_days
from congvu.accounts.sign_on.providers import providers
from congvu.common import audit
from congvu.web.account import notice as notices
from congvu.web.account.demo import demo_accounts, demo_password
from congvu.web.account.entering import may_lead_to
from congvu.web.account.forms import SignInForm
from congvu.web.account.single_sign_on import leave
from congvu.web.account.throttle import count_failure, forget_failures, minutes_to_wait, throttle_key
from congvu.web.request import PersonRequest, safe_next

_YEAR = 365 * 24 * 3600


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; who is signed in already goes on."""
    target = safe_next(request, settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    local = bool(settings.CONGVU_LOCAL_ACCOUNTS)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and not local:
        audit.record("signin", outcome="refused", detail={"why": "local accounts are off"})
        raise PermissionDenied
    if request.method == "POST":
        if form.is_valid() and _try(request, form):
            return HttpResponseRedirect(target)
        status = 422
    context = {
        "form": form,
        "next": target,
        "local_accounts": local,
        "providers": providers(),
        "demo_accounts": demo_accounts(),
        "demo_password": demo_password(),
    }
    return render(request, "account/sign_in.html", context, status=status)


def _try(request: HttpRequest, form: SignInForm) -> bool:
    """Sign in with a valid form, or put on the form why not."""
    username = form.cleaned_data["username"]
    key = throttle_key(username, request.META.get("REMOTE_ADDR", ""))
    if minutes := minutes_to_wait(key):
        form.add_error(None, _wait(minutes))
        return False
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        count_failure(key)
        minutes = minutes_to_wait(key)
        if minutes:
            audit.record("signin.blocked", outcome="refused", detail={"key": key[:16]})
        form.add_error(None, _wait(minutes) if minutes else _("The user name or the password is not right."))
        return False
    forget_failures(key)
    login(request, user)
    signed_in(user)
    return True


def _wait(minutes: int) -> str:
    return ngettext(
        "Too many failed attempts. Try again in %(minutes)d minute, or ask for a new password.",
        "Too many failed attempts. Try again in %(minutes)d minutes, or ask for a new password.",
        minutes,
    ) % {"minutes": minutes}


@require_POST
def sign_out(request: PersonRequest) -> HttpResponse:
    """Out here, and on to the provider where the session began at one."""
    audit.record("signout", actor=request.user, target=request.user)
    there = leave(request)
    logout(request)
    if there is None:
        return HttpResponseRedirect(settings.LOGIN_URL)
    # A page that goes on by itself: the policy of this site lets no form lead to another one.
    response = render(request, "account/signed_out.html", {"there": there, "provider": urlsplit(there.url).hostname})
    if there.fields:
        may_lead_to(response, there.url)
    else:
        response["Refresh"] = f"1; url={there.url}"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: PersonRequest) -> HttpResponse:
    """Why questions and answers are kept; shown until it is accepted, and readable afterwards."""
    target = safe_next(request, settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        notices.accept(request, request.user)
        return HttpResponseRedirect(target)
    accepted = notices.has_accepted(request, request.user)
    context = {"next": target, "accepted": accepted, "days": promised_days()}
    return render(request, "account/notice.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language for a year, in a cookie."""
    response = HttpResponseRedirect(safe_next(request, settings.LOGIN_REDIRECT_URL))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
            httponly=True,
        )
    return response
