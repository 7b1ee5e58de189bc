/** The style of the page, beside that of the plots, whose colours it uses. */
export const pageStyle = `
:root{color-scheme:light dark;--ground:#f5f6f9;--border:#dfe3ea}
@media(prefers-color-scheme:dark){:root{--ground:#0f131a;--border:#2a3140}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--plot-ink);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:1.35rem;margin:0}
h2,summary{font-size:1rem;font-weight:600;margin:0}
summary{cursor:pointer;padding:2px 0}
p{margin:0}
.faint{color:var(--plot-faint-ink)}
header p,.name{overflow-wrap:anywhere}
.tiles,.plots{display:grid;gap:14px;margin-top:16px}
.tiles{grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}
.plots{grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr))}
.card{background:var(--plot-ground);border:1px solid var(--border);border-radius:10px;padding:14px 16px;min-width:0}
section.card,details.card{margin-top:14px}
.plots .card{margin:0}
.plots .plot{width:100%}
.card h2{margin-bottom:10px}
.value{font-size:1.5rem;font-weight:650;line-height:1.25}
.good{color:var(--plot-good)}
.bad{color:var(--plot-bad)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:5px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--border)}
th:first-child,td:first-child{text-align:left;padding-left:0}
td.name{white-space:normal;min-width:9rem}
th{font-weight:600;color:var(--plot-faint-ink)}
tfoot td{font-weight:600;border-bottom:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}
dt{color:var(--plot-faint-ink)}
dd{margin:0}
ul{margin:0;padding-left:1.2rem}
@media(max-width:480px){main{padding:16px 12px 32px}dl{grid-template-columns:1fr}dt{margin-top:6px}}
@media print{body{background:none;font-size:12px}.card{break-inside:avoid;border-color:#bbb}.wide{overflow:visible}}
`.trim();
