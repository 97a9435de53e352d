"""Describe each type of problem, at the address that problem documents give as its type."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from jnkg.endpoint.exchange import Reply
from jnkg.endpoint.given import form_of, read_given
from jnkg.endpoint.problems import TITLES, Problem
from jnkg.endpoint.rowforms import JSON, dumped, sent
from jnkg.endpoint.site import Visit
from jnkg.names import LANGUAGES

FORMS = {"text": "text/plain", "json": JSON}
REMEDIES: Mapping[str, tuple[str, str]] = {
    "bad-request": (
        "A parameter is unknown, repeated, missing, or has a value that it cannot take. "
        "`parameter` names it, `known` and `nearest` what could stand there, `candidates` the "
        "nodes that a label may mean. Correct the address and ask again.",
        "引数が知られていないか、重複しているか、欠けているか、値が不適切である。"
        "`parameter` がその引数、`known` と `nearest` が使える値、"
        "`candidates` が名称に当たる複数の対象を示す。アドレスを直して再度問い合わせる。",
    ),
    "bad-query": (
        "The SPARQL text has a mistake; the detail gives line and column where they are known.",
        "SPARQLの文に誤りがある。分かる場合は、詳細に行と桁を示す。",
    ),
    "not-found": (
        "No page, question or node has this name. `nearest` lists the names that come close; "
        "/find searches, /questions lists the questions.",
        "この名のページ、質問、対象はない。`nearest` に近い名を挙げる。"
        "/find で検索でき、/questions に質問の一覧がある。",
    ),
    "hidden": (
        "The graph holds it, but the view that was asked for does not. Leave out status and "
        "known-by, or take a wider value.",
        "グラフにはあるが、求められた範囲にはない。`status` と `known-by` を外すか、広げる。",
    ),
    "method": (
        "The address is there but takes other methods: `allowed`, and the header Allow.",
        "このアドレスでは、ほかのメソッドを使う。使えるものは `allowed` とAllowヘッダーに示す。",
    ),
    "not-acceptable": (
        "Accept names none of the forms in which this can be given: `available`. Ask for one of "
        "them, by Accept or by format.",
        "Acceptに、提供できる形式（`available`）が一つも含まれていない。"
        "Acceptまたは `format` で、そのいずれかを指定する。",
    ),
    "gone": (
        "What stood here was withdrawn and does not come back; the detail names what replaces it.",
        "ここにあったものは廃止され、戻らない。代わりがあれば詳細に示す。",
    ),
    "limit-request": (
        "The body is longer than this server reads. Send a shorter query.",
        "本文が、読み取れる長さを超えた。短いクエリにする。",
    ),
    "limit-address": (
        "The address is longer than this server reads. Send the query in the body, by POST.",
        "アドレスが、読み取れる長さを超えた。クエリを本文に入れ、POSTで送る。",
    ),
    "media-type": (
        "A query is sent as application/sparql-query or as a form; names to be matched, as a form.",
        "クエリは、application/sparql-queryまたはフォームとして送る。照合する名称は、フォームとして送る。",
    ),
    "read-only": (
        "The graph changes by its files alone. Updates are refused, whoever sends them.",
        "グラフはファイルによってのみ変わる。更新は、送り手を問わず受け付けない。",
    ),
    "no-service": (
        "SERVICE, LOAD and FROM of other hosts are refused: a query reads this graph alone. Send "
        "the parts to each endpoint and join the answers yourself.",
        "SERVICE、LOAD、他のホストのFROMは受け付けない。クエリはこのグラフだけを読む。"
        "各エンドポイントに分けて送り、結果を手元で結合する。",
    ),
    "limit-result": (
        "The answer would be larger than the limit, so none of it is sent. Add LIMIT, or ask for "
        "less. /status gives the limits.",
        "結果が上限を超えるため、何も送らない（一部だけを送ることはしない）。LIMITを加えるか、絞り込む。"
        "上限は /status にある。",
    ),
    "limit-memory": (
        "The query was stopped because it needed more memory than one request may take. Narrow its "
        "patterns, or bind its variables earlier.",
        "一つのリクエストに許されるメモリを超えたため、クエリを打ち切った。"
        "パターンを絞るか、変数を早く束縛する。",
    ),
    "limit-depth": (
        "The engine cannot follow a query that nests, or chains, thousands of parts. Split it, "
        "or list values with VALUES.",
        "何千もの部分を入れ子にした、または連ねたクエリは、エンジンが処理できない。"
        "分割するか、値をVALUESで列挙する。",
    ),
    "limit-time": (
        "The query was stopped because it took longer than one request may take. Narrow it; the "
        "same query will take as long again.",
        "一つのリクエストに許される時間を超えたため、クエリを打ち切った。"
        "同じクエリは再び同じ時間を要する。絞り込む。",
    ),
    "limit-queue": (
        "More requests are waiting than this server holds. Ask again after Retry-After seconds.",
        "待っているリクエストが上限に達した。Retry-Afterの秒数の後に再度問い合わせる。",
    ),
    "limit-slow": (
        "As many slow queries are running as may run at once. Ask again after Retry-After seconds.",
        "時間のかかるクエリが、同時に許される数に達した。Retry-Afterの秒数の後に再度問い合わせる。",
    ),
    "unavailable": (
        "Something that this answer needs cannot be reached or is not ready. Ask again later.",
        "この答えに必要なものに接続できないか、その準備ができていない。後で再度問い合わせる。",
    ),
    "failure": (
        "Something went wrong on the server, and it was written to the log. The request need not "
        "be changed; please report the address.",
        "サーバーで問題が起き、記録された。リクエストを直す必要はない。アドレスを知らせてほしい。",
    ),
}
"""What each problem means and what to do about it (en, ja)."""


def problem_page(visit: Visit, name: str) -> Reply:
    """Describe a type of problem in both languages; raises Problem."""
    read_given(visit, ())
    if name not in TITLES:
        near = get_close_matches(name, TITLES, 3, 0.4)
        raise Problem(
            "not-found",
            f"There is no problem {name!r}. There are: {', '.join(TITLES)}.",
            f"「{name}」という種類の問題はありません。あるもの：{'、'.join(TITLES)}。",
            nearest=near,
        )
    if form_of(visit, FORMS) == "json":
        return sent(visit, dumped(described(name)), JSON)
    order = sorted(LANGUAGES, key=lambda language: language != visit.language)
    parts = [f"{status_line(name, n)}\n\n{words(REMEDIES[name], n)}\n" for n in order]
    return sent(visit, "\n".join(parts).encode(), FORMS["text"])


def described(name: str) -> dict[str, object]:
    """Give a type of problem as JSON."""
    status, *titles = TITLES[name]
    return {
        "type": f"/problem/{name}",
        "status": status,
        "title": dict(zip(LANGUAGES, titles, strict=True)),
        "description": dict(zip(LANGUAGES, REMEDIES[name], strict=True)),
    }


def words(pair: tuple[str, str], language: str) -> str:
    """Give one of two wordings."""
    return pair[LANGUAGES.index(language)]


def status_line(name: str, language: str) -> str:
    """Give the number and the title of a type of problem."""
    status, en, ja = TITLES[name]
    return f"{status} {words((en, ja), language)} ({name})"
