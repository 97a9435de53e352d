#!/bin/sh
# The graph in a shell: ask, export, check, count, fetch.
# シェルで使う例：問い、書き出し、照合し、数え、取得する。
#
#   sh shell.sh [http://127.0.0.1:8000]     # the address of a running `jnkg serve`
#                                           # 引数は動いているサーバー（省略可）
set -eu
address=${1-}

# One question as CSV; the usual tools go on from there. 質問の答えをCSVで受け取り、並べ替える。
jnkg ask conflicts --format csv | tail -n +2 | sort -u > conflicts.txt
jnkg ask who-signed-an-instrument -p instrument=instrument-2014-ipcp --status stated --format csv > signed.csv

# All tables; the same release gives the same bytes. 全ての表を書き出し、照合する。
jnkg export csv --out tables
(cd tables && sha256sum --check --quiet SHA256SUMS)

# SQL on a table, without a server. 表にSQLで問う。
sqlite3 -csv -header ':memory:' \
  '.import tables/dyad-year.csv dyads' \
  "SELECT year, events, consult, coverage FROM dyads
   WHERE actor_a = 'state-japan' AND actor_b = 'organization-nato' AND year >= 2013
   ORDER BY year" > japan-nato.csv

# The same by the web: a stored question, a thing, a reference. 同じことをウェブで行う。
if [ -n "$address" ]; then
  curl --fail --silent --show-error "$address/q/who-signed-an-instrument?instrument=instrument-2014-ipcp&status=stated&format=csv" > signed-web.csv
  curl --fail --silent --show-error --location --header 'Accept: text/turtle' "$address/id/instrument-2014-ipcp" > programme.ttl
  curl --fail --silent --show-error --get --data-urlencode 'query=SELECT (COUNT(*) AS ?areas) { ?a a <https://w3id.org/jnkg/ns/Area> }' \
    --header 'Accept: text/csv' "$address/sparql" > areas-web.csv
fi
