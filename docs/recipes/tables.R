# The tables in R, without any package: read, join by a code, add up, draw, ask a server.
# Rの基本機能だけで表を使う例：読み込み、コードで結合し、集計し、図にし、サーバーに問う。
#
#   jnkg export csv --out tables
#   Rscript tables.R tables [http://127.0.0.1:8000]     # the address of a running `jnkg serve`
#                                                       # 第2引数は動いているサーバー（省略可）
given <- commandArgs(trailingOnly = TRUE)
folder <- if (length(given) >= 1) given[1] else "tables"
address <- if (length(given) >= 2) given[2] else NA

# An empty cell is NA. 空欄はNAとする。
read_table <- function(name) {
  place <- file.path(folder, paste0(name, ".csv"))
  read.csv(place, encoding = "UTF-8", na.strings = "", check.names = FALSE)
}
dyads <- read_table("dyad-year")
nato <- subset(dyads, (actor_a == "organization-nato" | actor_b == "organization-nato") &
                 year >= 2013 & year <= 2025)
# NATO has no code of a state, so the code that is there is the partner's.
# NATOには国のコードがないため、残るコードが相手国のものである。
nato$cow <- ifelse(is.na(nato$cow_a), nato$cow_b, nato$cow_a)

# A table of your own, joined by the codes of Correlates of War; ISO codes stand in alpha3_a and alpha3_b.
# The numbers are INVENTED. 手元の表をCOWのコードで結合する（ISOのコードはalpha3_aとalpha3_bにある）。数値は架空のものである。
own <- data.frame(cow = c(740, 732, 900, 920), students = c(12, 7, 9, 3),
                  partner = c("Japan", "Republic of Korea", "Australia", "New Zealand"))
joined <- merge(nato, own, by = "cow")
stopifnot(nrow(joined) == 4 * 13)

# Add up. `coverage` tells a zero from a year about which nothing was read.
# 集計する。`coverage`により、件数0と未調査の年とを区別できる。
partners <- aggregate(cbind(events, consult) ~ partner + cow + students, joined, sum)
unread <- with(joined, tapply(coverage == "none", partner, sum))
partners$unread <- unread[partners$partner]
partners <- partners[order(-partners$events), ]
write.csv(partners, "partners.csv", row.names = FALSE)

# Draw: shapes beside the colours. The graph collects on Japan; low counts of the others are no finding.
# 図にする。色のほか記号でも示す。収集の対象は日本であり、他国の少なさから結論は引き出せない。
by_year <- xtabs(events ~ year + partner, joined)
png("partners.png", width = 1000, height = 560, res = 110)
matplot(as.numeric(rownames(by_year)), by_year, type = "b", lty = 1:4, pch = c(1, 2, 0, 5),
        col = c("#0072B2", "#D55E00", "#009E73", "#CC79A7"), xlab = "year",
        ylab = "events known to the graph", main = "Events of NATO with its four partners in a graph about Japan")
legend("topleft", colnames(by_year), lty = 1:4, pch = c(1, 2, 0, 5), bty = "n",
       col = c("#0072B2", "#D55E00", "#009E73", "#CC79A7"))
mtext("Source: Japan-NATO Cooperation Knowledge Graph", side = 1, line = 4, adj = 1, cex = 0.7)
done <- dev.off()

# Ask a running server: an address of a stored question is a CSV file.
# サーバーに問う。登録質問のアドレスは、そのままCSVファイルとして読める。
if (!is.na(address)) {
  question <- "/q/areas-of-an-instrument?instrument=instrument-2014-ipcp&format=csv&lang=ja"
  areas <- read.csv(url(paste0(address, question), encoding = "UTF-8"), na.strings = "")
  write.csv(areas[c("order", "mark", "area", "area_iri")], "areas-of-2014.csv", row.names = FALSE,
            fileEncoding = "UTF-8")
}
