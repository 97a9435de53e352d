# A network in R: who met whom, read by igraph (Debian: r-cran-igraph; otherwise CRAN: igraph).
# Rでネットワークを読む例：誰が誰と会談したか。igraphを用いる。
#
#   jnkg export graphml --out networks
#   Rscript networks.R networks
suppressPackageStartupMessages(library(igraph))
given <- commandArgs(trailingOnly = TRUE)
folder <- if (length(given) >= 1) given[1] else "networks"
people <- read_graph(file.path(folder, "people.graphml"), format = "graphml")

# `weight` counts talks: more is nearer, so paths take its inverse.
# `weight`は会談の回数である。多いほど近いとみて、経路にはその逆数を用いる。
found <- data.frame(
  id = V(people)$id, name = V(people)$label_en, name_ja = V(people)$label_ja,
  partners = degree(people), talks = strength(people, weights = E(people)$weight),
  between = betweenness(people, weights = 1 / E(people)$weight)
)
found <- found[order(-found$talks, found$id), ]
write.csv(found, "people.csv", row.names = FALSE, fileEncoding = "UTF-8")

# For strict work, export a narrower world; do not filter edges: weights are counted anew.
# 厳格に扱うときは、辺を除くのではなく範囲を狭めて書き出し、回数を数え直す。
#   jnkg export graphml --status stated --out networks
