import type { Choice } from './choice.ts';

const RADIUS = { square: '0', soft: '', round: '99px' };
const PADDING = { small: '0.4em 1em', normal: '', large: '0.9em 2em' };

/** The button's custom properties for this look; what is as usual is left out. */
export function toProperties({
  look,
  background,
  color,
  corners,
  size,
}: Choice): [name: string, value: string][] {
  const colors = {
    plain: {},
    filled: { background, color },
    outline: { background: 'transparent', color: background, border: `2px solid ${background}` },
  }[look];
  return Object.entries({ ...colors, radius: RADIUS[corners], padding: PADDING[size] }).flatMap(
    ([name, value]): [string, string][] => (value ? [[`--solifyn-button-${name}`, value]] : []),
  );
}

/**
 * Before the script is there, the element with its link has the very box that it has afterwards, and its look: nothing
 * in the page moves. The fallbacks are those of the element itself.
 */
const EARLY = [
  'solifyn-buy-button:not(:defined){display:inline-block;box-sizing:border-box;max-width:100%;min-width:44px;min-height:44px',
  'padding:var(--solifyn-button-padding,.6em 1.4em)',
  'border:var(--solifyn-button-border,1px solid transparent)',
  'border-radius:var(--solifyn-button-radius,.5em)',
  'background:var(--solifyn-button-background,CanvasText)',
  'color:var(--solifyn-button-color,Canvas)',
  'font-weight:600;text-align:center}solifyn-buy-button:not(:defined) a{color:inherit;text-decoration:none}',
].join(';');

/** The one line of style that goes with a snippet. */
export function toStyle(choice: Choice): string {
  const properties = toProperties(choice)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
  return `<style>${properties ? `solifyn-buy-button{${properties}}` : ''}${EARLY}</style>`;
}
