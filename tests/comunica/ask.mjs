// Ask an endpoint with Comunica: node ask.mjs ENDPOINT QUERY...; prints what each gives, as JSON.
// The endpoint is not said to be one: Comunica finds out from what it says of itself.
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, ...texts] = process.argv.slice(2);
const engine = new QueryEngine();
const terms = (pairs) => Object.fromEntries(pairs.map(([key, term]) => [key, term.value]));

async function ask(text) {
  const result = await engine.query(text, { sources: [endpoint] });
  if (result.resultType === "boolean") return result.execute();
  const found = await (await result.execute()).toArray();
  if (result.resultType === "bindings")
    return found.map((row) => terms([...row].map(([variable, term]) => [variable.value, term])));
  return found.map((quad) => terms(["subject", "predicate", "object"].map((p) => [p, quad[p]])));
}

const answers = [];
for (const text of texts) answers.push(await ask(text));
console.log(JSON.stringify(answers));
