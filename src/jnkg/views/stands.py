"""Say in words how the themes stand in the programmes of partners."""

from __future__ import annotations

from jnkg.views.frame import LOOKS, Sight
from jnkg.views.partners import Cell, Programme

STANDINGS = {
    "attested": LOOKS["Stated"],
    "inferred": LOOKS["Interpreted"],
    "expected": LOOKS["Undecided"],
    "unknown": LOOKS["Unknown"],
    "absent": LOOKS["Unknown"],
}
"""How the ways in which a theme may stand look."""
WORDS = {
    "en": {
        "title": "NATO's four partners compared: programmes and their areas",
        "about": "Above, {programmes} programmes and declarations in time. Below, {themes} themes "
        "against the latest programme of each of {partners} partners: attested by a document, "
        "inferred by the editors, expected of a programme not known to be concluded, or unknown, "
        "because not all of its areas are known. Not named is said only of a list known in whole.",
        "none": "Partners' programmes and declarations with NATO.",
        "attested": "attested", "inferred": "inferred", "expected": "expected",
        "unknown": "unknown", "absent": "not named", "programme": "programme",
        "partner": "partner", "theme": "theme",
        "unknown_of": "unknown: {} of {}", "known_of": "{} of {} areas known",
        "whole": "all {} areas known", "some": "{} areas known, their number unknown",
        "no_areas": "no area known", "not_concluded": "conclusion not known",
        "no_heading": "heading unknown", "before": "earlier: {}", "joined": ", ",
        "no_theme": "No theme in this world", "slot": "{} ({})", "no_day": "day unknown",
        "marks": "Programmes and declarations in time", "cells": "Areas of the latest programme",
    },
    "ja": {
        "title": "NATOの４パートナー国の比較：計画とその分野",
        "about": "上段は計画と宣言{programmes}件の年表。下段は{themes}の主題を、"
        "パートナー{partners}か国それぞれの最新の計画について示す。文書で確認できるもの、編者の推定によるもの、策定が確認"
        "されていない計画に見込まれるもの、分野のすべては知られないため不明のものを分ける。"
        "「記載なし」は、分野がすべて知られる計画についてのみいう。",
        "none": "パートナー国とNATOの計画・宣言を示す。",
        "attested": "確認", "inferred": "推定", "expected": "見込み",
        "unknown": "不明", "absent": "記載なし", "programme": "計画",
        "partner": "パートナー国", "theme": "主題",
        "unknown_of": "不明：全{1}分野中{0}分野", "known_of": "全{1}分野中{0}分野が判明",
        "whole": "全{}分野が判明", "some": "判明{}分野、総数は不明",
        "no_areas": "判明した分野なし", "not_concluded": "策定は未確認",
        "no_heading": "見出しは不明", "before": "以前：{}", "joined": "、",
        "no_theme": "この範囲では主題なし", "slot": "{}（{}）", "no_day": "日付不明",
        "marks": "計画と宣言の年表", "cells": "最新の計画の分野",
    },
}  # fmt: skip


def days(programme: Programme) -> str:
    """Give the days of a programme, else its period."""
    if not programme.earliest:
        return programme.period
    both = (programme.earliest, programme.latest)
    return "/".join(dict.fromkeys(d for d in both if d))


def counted(programme: Programme, sight: Sight) -> str:
    """Say how many areas of a programme are known, and whether that is all."""
    words = WORDS[sight.language]
    if programme.announced is None:
        said = words["some"].format(programme.known) if programme.known else words["no_areas"]
    elif programme.is_whole:
        said = words["whole"].format(programme.known)
    else:
        said = words["known_of"].format(programme.known, programme.announced)
    if not programme.is_concluded and programme.known:
        said = words["joined"].join((words["not_concluded"], said))
    return said


def said(cell: Cell, sight: Sight) -> str:
    """Say in words how a cell stands."""
    words = WORDS[sight.language]
    if cell.standing == "unknown" and cell.programme.missing:
        return words["unknown_of"].format(cell.programme.missing, cell.programme.announced)
    return words[cell.standing]


def remark(cell: Cell, sight: Sight, has_no_heading: bool) -> str:
    """Say in one text what else there is to a cell."""
    return WORDS[sight.language]["joined"].join(remarks(cell, sight, has_no_heading))


def remarks(cell: Cell, sight: Sight, has_no_heading: bool) -> list[str]:
    """Say what else there is to a cell: no heading known, earlier programmes with the theme."""
    words = WORDS[sight.language]
    parts = [words["no_heading"]] if has_no_heading and cell.areas else []
    if cell.before:
        parts.append(words["before"].format(words["joined"].join(cell.before)))
    return parts


def theme_name(cell: Cell, sight: Sight) -> str:
    """Name the theme of a cell."""
    return sight.label(cell.theme) if cell.theme else WORDS[sight.language]["no_theme"]
