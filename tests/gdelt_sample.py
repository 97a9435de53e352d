"""Write a small event table in the column layout of GDELT 2.0. Every row of it is invented."""

from __future__ import annotations

import csv
from pathlib import Path

ACTOR = [
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
]  # fmt: skip
GEO = ["Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"]
COLUMNS = [
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in GEO),
    "DATEADDED", "SOURCEURL",
]  # fmt: skip
"""The 61 columns, as the exports of GDELT name them."""
INVENTED = [
    ("20140506", "JPN", "", "", "NAT", "040", 12),
    ("20140507", "", "NAT", "JPN", "", "057", 30),
    ("20160301", "USA", "", "", "NAT", "036", 5),
    ("20220629", "JPN", "", "", "NAT", "042", 210),
    ("20230712", "", "NAT", "JPN", "", "057", 95),
    ("20230712", "JPN", "", "KOR", "", "040", 7),
    ("20241017", "JPN", "", "", "NAT", "036", 41),
    ("20250409", "", "NAT", "JPN", "", "042", 64),
]
"""Day, country and known group of both actors, event code, mentions."""


def write_sample(place: Path) -> None:
    """Write the sample as a CSV file with a header."""
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, row in enumerate(INVENTED, 1):
            writer.writerow(record(number, *row))


def record(
    number: int, day: str, country1: str, group1: str, country2: str, group2: str, code: str,
    mentions: int,
) -> dict[str, str]:  # fmt: skip
    """Give one row; what is not given stays empty."""
    return {
        "GLOBALEVENTID": str(number),
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "Actor1CountryCode": country1,
        "Actor1KnownGroupCode": group1,
        "Actor2CountryCode": country2,
        "Actor2KnownGroupCode": group2,
        "IsRootEvent": "1",
        "EventCode": code,
        "EventBaseCode": code,
        "EventRootCode": code[:2],
        "QuadClass": "1",
        "NumMentions": str(mentions),
        "SOURCEURL": f"https://example.org/invented/{number}",
    }
