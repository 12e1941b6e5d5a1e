/** The styles of the panel. The page's own styles do not apply to it, and it covers as little of the page as it can. */
export const panelStyles = `
:host {
  all: initial;
  color-scheme: light dark;
  --paper: #ffffff;
  --raised: #f5f4f0;
  --ink: #17191d;
  --quiet: #555b66;
  --line: #dcd8cd;
  --ok: #0d6b3d;
  --error: #b3161b;
  --warning: #8a4b00;
  --info: #2458b8;
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #16191e;
    --raised: #20242b;
    --ink: #eceef1;
    --quiet: #a9b0bc;
    --line: #363c46;
    --ok: #6fd49d;
    --error: #ff9a94;
    --warning: #ffc069;
    --info: #93b9ff;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel {
  position: fixed;
  z-index: 2147483646;
  inset-block-end: 0;
  inset-inline-end: 0;
  display: flex;
  flex-direction: column;
  width: min(27rem, 100vw);
  max-height: min(60vh, 40rem);
  border: 1px solid var(--line);
  border-inline-end: 0;
  border-block-end: 0;
  border-start-start-radius: 14px;
  background: var(--paper);
  box-shadow: 0 0 32px #0003;
  color: var(--ink);
  font: 400 15px/1.45 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
.aside { inset-block: 0 auto; }
@media (min-width: 50rem) {
  .panel {
    inset-block-end: 16px;
    inset-inline-end: 16px;
    max-height: calc(100vh - 32px);
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  .aside { inset: auto auto 16px 16px; }
}
@media (max-width: 27rem) {
  .panel { border-start-start-radius: 0; }
}
header {
  display: flex;
  flex-wrap: wrap;
  gap: 8px 16px;
  align-items: center;
  justify-content: space-between;
  padding: 12px 16px;
}
.body { overflow-y: auto; overscroll-behavior: contain; }
section { padding: 14px 16px; border-block-start: 1px solid var(--line); }
h2, h3, p, ul, ol, pre { margin: 0; }
h3 { scroll-margin-block-start: 14px; }
h2 { font-size: 16px; font-weight: 700; }
h3 { font-size: 15px; font-weight: 700; }
.summary, .tag, .hint, [role='status'] { color: var(--quiet); font-size: 14px; }
[role='status']:empty { display: none; }
.findings, .problems { display: grid; gap: 8px; margin-block: 10px; padding: 0; list-style: none; }
.findings:empty, .problems:empty { display: none; }
.problems { padding: 0 16px; }
.problems p { margin-block-start: 4px; }
.findings li, .problems li { padding-inline-start: 12px; border-inline-start: 4px solid var(--tone); }
.findings b, .problems b { color: var(--tone); }
.ok { --tone: var(--ok); }
.error { --tone: var(--error); }
.warning { --tone: var(--warning); }
.info { --tone: var(--info); }
.fix { margin-block-start: 2px; }
.fix::before { content: '→ '; content: '→ ' / ''; color: var(--tone); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
section > .actions { margin-block: 10px 6px; }
button {
  min-height: 36px;
  padding: 4px 14px;
  border: 1px solid var(--quiet);
  border-radius: 8px;
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--raised); }
.jump { min-height: 28px; padding: 0 10px; font-size: 14px; }
button.main { border-color: transparent; background: var(--ink); color: var(--paper); }
button.main:hover { opacity: 0.88; }
button[aria-disabled='true'] { opacity: 0.6; cursor: progress; }
:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
details { margin-block-start: 8px; }
summary { padding-block: 4px; cursor: pointer; font-weight: 600; }
code, pre, td, th[scope='row'] { font: 13px/1.5 ui-monospace, monospace; }
pre {
  margin-block-start: 6px;
  padding: 8px 10px;
  border-radius: 8px;
  background: var(--raised);
  white-space: pre-wrap;
  user-select: all;
}
table { width: 100%; margin-block-start: 6px; border-collapse: collapse; }
th, td { padding: 4px 8px 4px 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
th[scope='col'] { color: var(--quiet); font-size: 13px; font-weight: 600; }
td:last-child { color: var(--quiet); }
a { color: var(--info); }
textarea { position: absolute; width: 1px; height: 1px; opacity: 0; }
.frame {
  position: fixed;
  z-index: 2147483645;
  border: 3px solid #e0115f;
  border-radius: 10px;
  pointer-events: none;
}
@media print { :host { display: none; } }
`;
