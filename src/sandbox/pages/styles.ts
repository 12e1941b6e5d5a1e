/** The look of the sandbox's pages: quiet, light and dark, from 320 px on. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f3ef, #14161a);
  --card: light-dark(#ffffff, #1d2026);
  --ink: light-dark(#1b1d22, #eceef2);
  --quiet: light-dark(#5d6370, #a3abba);
  --line: light-dark(#dedcd4, #343943);
  --accent: light-dark(#1d5c4a, #7fd6b8);
  --on-accent: light-dark(#ffffff, #10211b);
  --alarm: light-dark(#a3202c, #ff9a9f);
  --ribbon: light-dark(#fbeec4, #3a3214);
  font: 100%/1.5 system-ui, sans-serif;
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }

* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: clamp(1rem, 5vw, 4rem) 1rem; }
h1, h2 { margin: 0 0 0.5rem; line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; }
p { margin: 0 0 1rem; }
code { font: 0.875em ui-monospace, monospace; }
[hidden] { display: none !important; }

.ribbon { margin: 0; padding: 0.375rem 1rem; background: var(--ribbon); font-size: 0.8125rem; text-align: center; }
.quiet { color: var(--quiet); font-weight: 400; }
.card { padding: clamp(1.25rem, 4vw, 2rem); border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem; align-items: start; }
.message, .receipt { max-width: 32rem; margin: 0 auto; }
.tag { padding: 0.125rem 0.5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: 0.75rem; white-space: nowrap; }
.tick { width: 3rem; margin: 0 0 1rem; border-radius: 50%; background: var(--accent); color: var(--on-accent); font-size: 1.5rem; line-height: 3rem; text-align: center; }

dl { margin: 0; }
dd { margin: 0; }
.sums { margin: 1rem 0; border-top: 1px solid var(--line); }
.sums > div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.5rem 0; }
.sums dd { font-variant-numeric: tabular-nums; white-space: nowrap; }
.sums .total { border-top: 1px solid var(--line); font-size: 1.125rem; font-weight: 650; }
.details { margin-bottom: 1rem; font-size: 0.875rem; }
.details summary { color: var(--quiet); cursor: pointer; }
.details dt { margin-top: 0.5rem; color: var(--quiet); }

form > label, .field, legend { display: block; margin: 1rem 0 0.25rem; padding: 0; font-size: 0.875rem; font-weight: 600; }
fieldset { margin: 1rem 0 0; padding: 0; border: 0; }
legend { margin-top: 0; }
input:not([type='radio']) { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--quiet); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; }
.choice { display: flex; gap: 0.5rem; align-items: center; min-height: 2.25rem; }
.testcard { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; justify-content: space-between; align-items: center; min-height: 2.75rem; margin: 0; padding: 0.5rem 0.75rem; border: 1px dashed var(--line); border-radius: 0.5rem; font-variant-numeric: tabular-nums; }
button { width: 100%; min-height: 3rem; margin-top: 1rem; padding: 0.5rem 1rem; border: 1px solid transparent; border-radius: 0.5rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.1); }
button:disabled { opacity: 0.55; cursor: default; }
button.plain { border-color: var(--line); background: transparent; color: inherit; font-weight: 400; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { padding: 0.5rem 0.75rem; border-inline-start: 3px solid var(--alarm); color: var(--alarm); }
.done { margin: 0; font-weight: 600; }
.done:not(:empty) { margin-top: 1rem; }

.embedded { background: var(--card); }
.embedded main { max-width: 34rem; padding: 0 0 1.25rem; }
.embedded .card { padding: 1rem 1.25rem 0; border: 0; border-radius: 0; background: transparent; }
.embedded .columns { grid-template-columns: 1fr; gap: 0; }
.embedded .details { display: none; }
`;
