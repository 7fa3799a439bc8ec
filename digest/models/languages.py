"""The languages that a multilingual model knows, read from its vocabulary: each family marks them its own way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from digest.models.store import Kind

__all__ = ["FLORES", "language_token", "languages", "read_vocabulary", "recognise"]

FLORES = {
    "af": "afr_Latn", "am": "amh_Ethi", "ar": "arb_Arab", "as": "asm_Beng", "az": "azj_Latn", "ba": "bak_Cyrl",
    "be": "bel_Cyrl", "bg": "bul_Cyrl", "bn": "ben_Beng", "bo": "bod_Tibt", "bs": "bos_Latn", "ca": "cat_Latn",
    "cs": "ces_Latn", "cy": "cym_Latn", "da": "dan_Latn", "de": "deu_Latn", "el": "ell_Grek", "en": "eng_Latn",
    "eo": "epo_Latn", "es": "spa_Latn", "et": "est_Latn", "eu": "eus_Latn", "fa": "pes_Arab", "fi": "fin_Latn",
    "fo": "fao_Latn", "fr": "fra_Latn", "ga": "gle_Latn", "gd": "gla_Latn", "gl": "glg_Latn", "gu": "guj_Gujr",
    "ha": "hau_Latn", "he": "heb_Hebr", "hi": "hin_Deva", "hr": "hrv_Latn", "ht": "hat_Latn", "hu": "hun_Latn",
    "hy": "hye_Armn", "id": "ind_Latn", "ig": "ibo_Latn", "is": "isl_Latn", "it": "ita_Latn", "ja": "jpn_Jpan",
    "jv": "jav_Latn", "ka": "kat_Geor", "kk": "kaz_Cyrl", "km": "khm_Khmr", "kn": "kan_Knda", "ko": "kor_Hang",
    "ku": "kmr_Latn", "ky": "kir_Cyrl", "lb": "ltz_Latn", "lo": "lao_Laoo", "lt": "lit_Latn", "lv": "lvs_Latn",
    "mg": "plt_Latn", "mi": "mri_Latn", "mk": "mkd_Cyrl", "ml": "mal_Mlym", "mn": "khk_Cyrl", "mr": "mar_Deva",
    "ms": "zsm_Latn", "mt": "mlt_Latn", "my": "mya_Mymr", "nb": "nob_Latn", "ne": "npi_Deva", "nl": "nld_Latn",
    "nn": "nno_Latn", "oc": "oci_Latn", "or": "ory_Orya", "pa": "pan_Guru", "pl": "pol_Latn", "ps": "pbt_Arab",
    "pt": "por_Latn", "ro": "ron_Latn", "ru": "rus_Cyrl", "rw": "kin_Latn", "sd": "snd_Arab", "si": "sin_Sinh",
    "sk": "slk_Latn", "sl": "slv_Latn", "sm": "smo_Latn", "sn": "sna_Latn", "so": "som_Latn", "sq": "als_Latn",
    "sr": "srp_Cyrl", "su": "sun_Latn", "sv": "swe_Latn", "sw": "swh_Latn", "ta": "tam_Taml", "te": "tel_Telu",
    "tg": "tgk_Cyrl", "th": "tha_Thai", "ti": "tir_Ethi", "tk": "tuk_Latn", "tl": "tgl_Latn", "tr": "tur_Latn",
    "tt": "tat_Cyrl", "ug": "uig_Arab", "uk": "ukr_Cyrl", "ur": "urd_Arab", "uz": "uzn_Latn", "vi": "vie_Latn",
    "xh": "xho_Latn", "yi": "ydd_Hebr", "yo": "yor_Latn", "zh": "zho_Hans", "zu": "zul_Latn",
}  # fmt: skip
"""NLLB-200's language tokens by ISO 639-1; where it writes a language in two scripts, the more usual one."""

_CODES = {token: code for code, token in FLORES.items()}
_M2M100 = re.compile(r"__([a-z]{2})__")
_MADLAD = re.compile(r"<2([a-z]{2})>")
_LARGEST = 100_000_000


def language_token(kind: Kind, code: str) -> str:
    """The token with which a family of models marks a language; empty for one that marks none.

    Raises:
        KeyError: NLLB-200 does not know the language.
    """
    if kind is Kind.NLLB:
        return FLORES[code]
    return {Kind.M2M100: f"__{code}__", Kind.MADLAD: f"<2{code}>"}.get(kind, "")


def languages(kind: Kind, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that a vocabulary has tokens for, sorted."""
    if kind is Kind.NLLB:
        return tuple(sorted(_CODES[token] for token in _CODES.keys() & set(vocabulary)))
    pattern = {Kind.M2M100: _M2M100, Kind.MADLAD: _MADLAD}.get(kind)
    if pattern is None:
        return ()
    found = (pattern.fullmatch(token) for token in vocabulary)
    return tuple(sorted({match[1] for match in found if match}))


def recognise(folder: Path) -> Kind | None:
    """Tell a ctranslate2 folder's family by its vocabulary and its files; None for one that we do not know.

    Raises:
        ValueError: the vocabulary is not one.
        OSError: it is not there or cannot be read.
    """
    if (folder / "source.spm").is_file() and (folder / "target.spm").is_file():
        return Kind.OPUS
    vocabulary = read_vocabulary(folder)
    families = (Kind.NLLB, Kind.M2M100, Kind.MADLAD)
    return next((kind for kind in families if len(languages(kind, vocabulary)) > 1), None)


def read_vocabulary(folder: Path) -> tuple[str, ...]:
    """Read the (source) vocabulary of a ctranslate2 folder, in either of its two formats.

    Raises:
        ValueError: it is not one.
        OSError: it is not there or cannot be read.
    """
    names = [f"{side}_vocabulary.{ending}" for side in ("shared", "source") for ending in ("json", "txt")]
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        raise FileNotFoundError(f"it has no vocabulary ({', '.join(names)})")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path.name} is too large to be a vocabulary")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return tuple(text.split("\n"))
    try:
        words = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from error
    if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
        raise ValueError(f"{path.name} is no list of words")
    return tuple(words)
