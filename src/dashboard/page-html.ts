import { scriptHash, styleHash } from './page.generated.js';
import { names } from './place.js';
import { escapeMarkup } from './plots/plot-node.js';

/** A ground with one rising line. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230068a8'/%3E%3Cpath d='M3 11l3-4 3 2 4-5' fill='none' stroke='white' stroke-width='1.8'/%3E%3C/svg%3E";

/** The page, which its script fills. `prefix` leads from the page to its script, its style and its events. */
export function pageHtml(prefix: string): string {
  const at = (name: string) => escapeMarkup(`${prefix}${name}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Routing</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${at(names.style)}?v=${styleHash}">
<script type="module" src="${at(names.script)}?v=${scriptHash}"></script>
</head>
<body>
<div id="dashboard" data-events="${at(names.events)}"><noscript>This page needs its script.</noscript></div>
</body>
</html>
`;
}
