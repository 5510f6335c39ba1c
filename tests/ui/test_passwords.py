from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.passwords import Accounts, accounts_of, credentials, hashed, matches
from vectorstore.types import YanjuError


@pytest.fixture(scope="module")
def secret() -> str:
    return hashed("秘密:1 ")


def test_a_hash_fits_its_password_only(secret: str) -> None:
    assert secret.startswith("scrypt$")
    assert "秘密" not in secret
    assert matches("秘密:1 ", secret)
    assert not matches("秘密:1", secret)
    assert not matches("", secret)
    assert not matches(secret, secret)  # a stolen hash is no password
    assert hashed("秘密:1 ") != secret


def test_accounts(secret: str) -> None:
    other = hashed("b")
    check = Accounts(("小王", f"{secret} li:{other}")).check
    assert check("小王", "秘密:1 ")
    assert check("小王", "秘密:1 ")  # remembered
    assert check("li", "b")
    assert not check("li", "秘密:1 ")
    assert not check("小王", "b")
    assert not check("nobody", "b")
    assert not check("li", other)


def test_a_right_pair_is_remembered_and_a_wrong_one_is_not(secret: str) -> None:
    accounts = Accounts(("小王", secret))
    accounts.check("小王", "错")
    assert not accounts.known("小王", "错")
    assert not accounts.known("小王", "秘密:1 ")
    accounts.check("小王", "秘密:1 ")
    assert accounts.known("小王", "秘密:1 ")


def test_a_plain_password_may_hold_anything() -> None:
    assert accounts_of(("小王", "a b:c$d")) == {"小王": "a b:c$d"}


@pytest.mark.parametrize(
    "damaged", ["scrypt$", "scrypt5", "scrypt$15$8$3$abc", "scrypt$99$8$3${salt}${key}", "{whole}$"]
)
def test_a_damaged_hash_is_refused_without_being_repeated(secret: str, damaged: str) -> None:
    salt, key = secret.split("$")[4:]
    with pytest.raises(YanjuError, match="单引号") as refused:
        Accounts(("小王", damaged.format(whole=secret, salt=salt, key=key)))
    assert key not in str(refused.value)


def test_a_name_given_twice_is_refused(secret: str) -> None:
    with pytest.raises(YanjuError, match="YANJU_AUTH"):
        Accounts(("小王", f"{secret} 小王:{secret}"))


def test_credentials() -> None:
    plain = "小王:秘:密"
    coded = base64.b64encode(plain.encode()).decode()
    assert credentials(f"Bearer {plain}") == ("小王", "秘:密")
    assert credentials(f"bearer {coded}") == ("小王", "秘:密")
    assert credentials(f"Bearer {base64.urlsafe_b64encode(plain.encode()).decode().rstrip('=')}") == ("小王", "秘:密")
    assert credentials(f"Basic {coded}") == ("小王", "秘:密")
    for bad in ("", "Bearer", "Bearer x", "Digest a:b", "Bearer :b", "Bearer a:", "Basic !!!", "Bearer /w=="):
        assert credentials(bad) is None


@given(st.text(max_size=40))
def test_no_header_breaks_it(header: str) -> None:
    credentials(header)
    credentials(f"Bearer {header}")
