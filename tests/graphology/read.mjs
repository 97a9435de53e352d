// Reads networks as web applications do, and prints what was found in each as a line of JSON.
// node read.mjs FILE...   (.gexf and .graphml by graphology, .cyjs by Cytoscape.js without a screen)
import { readFileSync } from "node:fs";
import { DOMParser } from "@xmldom/xmldom";
import cytoscape from "cytoscape";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

function summary(file) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".cyjs")) {
    const found = cytoscape({ headless: true, elements: JSON.parse(text).elements });
    const weight = found.edges().reduce((sum, edge) => sum + edge.data("weight"), 0);
    const labels = found.nodes().map((node) => node.data("label_ja")).sort();
    return { nodes: found.nodes().length, edges: found.edges().length, weight, labels };
  }
  const reader = file.endsWith(".gexf") ? gexf : graphml;
  const xml = new DOMParser().parseFromString(text, "text/xml");
  const graph = reader.parse(graphology.MultiGraph, xml, { addMissingNodes: false });
  const weight = graph.reduceEdges((sum, _, values) => sum + Number(values.weight), 0);
  const labels = graph.mapNodes((_, values) => values.label_ja).sort();
  return { nodes: graph.order, edges: graph.size, weight, labels };
}

for (const file of process.argv.slice(2)) {
  console.log(JSON.stringify(summary(file)));
}
