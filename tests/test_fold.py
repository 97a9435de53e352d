import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jnkg.fold import fold, fold_text, words

KANA = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), max_size=12)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ＩＴＰＰ", "ITPP"),
        ("itpp", "ＩＴＰＰ"),
        ("なかたに", "ナカタニ"),
        ("ﾅｶﾀﾆ", "なかたに"),
        ("Kōno", "Kono"),
        ("Ko\u0304no", "kono"),
        ("RÉSUMÉ", "resume"),
        ("Japan–NATO", "Japan-NATO"),
        ("日－ＮＡＴＯ", "日-NATO"),
        ("サイバ－", "サイバー"),
        ("サイバｰ", "さいばー"),
        ("サイバ―", "サイバー"),
        ("アナスフォーラスムセン", "アナス・フォー・ラスムセン"),
        ("ｱﾅｽ･ﾌｫｰ", "アナス・フォー"),
        ("なかたにげん", "なかたに　げん"),
        ("joint  \t political", "Joint Political"),
        ("か\u3099いむ", "がいむ"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_ways_of_writing_are_one(query: str, text: str) -> None:
    assert fold(query) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("ぱ", "は"),
        ("ビール", "ビル"),
        ("3.1.1", "3.1.10"),
        ("日本", "日木"),
        ("new york", "newyork"),
        ("IP4", "IP"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_width_and_composition_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)


@given(st.text(st.characters(codec="ascii"), max_size=20))
def test_full_width_is_half_width(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert fold(wide) == fold(text)


@given(KANA, KANA)
def test_a_text_is_found_by_its_own_beginning(first: str, second: str) -> None:
    assert fold(first)[:-1] in fold(first + second)


def test_words_are_split_at_any_space_and_kept_once() -> None:
    assert words("サイバー　NATO  nato") == ["さいばー", "nato"]
    assert words(" ・ ") == []


def test_the_form_for_quotations_keeps_case_kana_and_marks() -> None:
    assert fold_text("２０１４年\n５月 ＮＡＴＯ、ガ") == "2014年5月NATO、ガ"


@given(st.text(max_size=30))
def test_the_form_for_quotations_has_no_white_space(text: str) -> None:
    assert not any(c.isspace() for c in fold_text(text))
