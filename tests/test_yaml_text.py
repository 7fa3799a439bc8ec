"""YAML from people, within bounds."""

from __future__ import annotations

import pytest

from digest import publication, settings
from digest.errors import DigestError, SettingsError
from digest.translation.models import lock
from digest.yaml_text import load

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [" + ", ".join([f"*{chr(97 + n)}"] * 9) + "]\n" for n in range(9)
)
HOSTILE = {
    "a bomb of aliases": BOMB,
    "a circle": "a: &a [*a]\n",
    "deep lists": "a: " + "[" * 20_000 + "]" * 20_000,
    "deep mappings": "".join(" " * n + "a:\n" for n in range(3000)),
    "a long number": f"a: {'9' * 5000}\n",
    "no such day": "a: 2024-13-45\n",
    "too long": "a: " + "x" * (9 << 20),
    "not YAML": "a: [\n",
    "a control character": "a: \x00\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("parse", [settings.parse, publication.parse, lock.parse])
def test_hostile_yaml_is_an_error_with_its_file(parse: object, text: str) -> None:
    """Wherever YAML is read, at once and without a traceback."""
    with pytest.raises(DigestError) as caught:
        parse(text, "some.yml")  # type: ignore[operator]  # three functions of one shape
    assert caught.value.file == "some.yml"


def test_the_line_is_named() -> None:
    """Of what is too deep, and of a circle."""
    with pytest.raises(SettingsError, match="line 3"):
        load("a: 1\nb: 2\nc: " + "[" * 100 + "]" * 100, "some.yml", SettingsError)
    with pytest.raises(SettingsError, match="line 2"):
        load("a: 1\nb: &b {c: *b}\n", "some.yml", SettingsError)


def test_aliases_in_reason_are_read() -> None:
    """An editor may use them."""
    assert load("a: &a [1, 2]\nb: *a\nc: {d: *a}\n", "some.yml", SettingsError) == {
        "a": [1, 2],
        "b": [1, 2],
        "c": {"d": [1, 2]},
    }
