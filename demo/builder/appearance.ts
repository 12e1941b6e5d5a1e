import type { Choice } from './choice.ts';

const RADIUS = { square: '0', soft: '', round: '99px' };
const PADDING = { small: '0.4em 1em', normal: '', large: '0.9em 2em' };

/** The button's custom properties for this look, without those that have their usual value. */
export function toProperties({
  appearance,
  background,
  color,
  corners,
  size,
}: Choice): [name: string, value: string][] {
  const colors = {
    plain: {},
    filled: { background, color },
    outline: { background: 'transparent', color: background, border: `2px solid ${background}` },
  }[appearance];
  return Object.entries({ ...colors, radius: RADIUS[corners], padding: PADDING[size] }).flatMap(
    ([name, value]): [string, string][] => (value ? [[`--solifyn-button-${name}`, value]] : []),
  );
}
