"""Say what can go wrong, in one tree.

JnkgError              what a person can mend: carries a message in each language
  Misuse               the command was asked for something that does not exist (exit 2)
    UnknownValue       a value fits nothing in the graph; names the nearest
    CallsOut           a query asks another server (SERVICE)
  Refused              the tree has findings that keep it from being used (exit 1)

A bug raises what Python raises.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jnkg.report import Finding


class JnkgError(Exception):
    """What a person can mend: says what is wrong and what to do, in English and Japanese."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.message = {"en": en, "ja": ja}


class Misuse(JnkgError):
    """The command was asked for something that does not exist."""


class UnknownValue(Misuse):
    """A value fits nothing in the graph; `nearest` are prefixed names that come close."""

    def __init__(self, value: str, nearest: "Sequence[str]") -> None:
        hint_en = f" Nearest: {', '.join(nearest)}." if nearest else ""
        hint_ja = f"近いもの：{'、'.join(nearest)}。" if nearest else ""
        super().__init__(
            f"Nothing in the graph is called {value!r}.{hint_en} Try `jnkg find`.",
            f"グラフに「{value}」というものはありません。{hint_ja}`jnkg find` で探せます。",
        )
        self.nearest = tuple(nearest)


class CallsOut(Misuse):
    """A query asks another server, or may be read as if it did."""

    def __init__(self) -> None:
        super().__init__(
            "A query asks this graph alone: leave out SERVICE. If a name of yours only looks like "
            "it, write it as an IRI in angle brackets.",
            "クエリはこのグラフだけに問い合わせます。SERVICEを外してください。名前がそう見えるだけの"
            "場合は、山括弧で囲んだIRIで書いてください。",
        )


class Refused(JnkgError):
    """The tree has findings that keep it from being used."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__(
            f"{len(findings)} finding(s): mend them, then ask again (`jnkg check`).",
            f"{len(findings)}件の指摘があります。直してからやり直してください（`jnkg check`）。",
        )
        self.findings = tuple(findings)
