import {
  blend,
  contrastRatio,
  MIN_CONTRAST,
  MIN_CONTRAST_LARGE,
  parseColor,
  type Color,
} from '../contrast.ts';
import { warning, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

const WHITE: Color = { red: 255, green: 255, blue: 255, alpha: 1 };

/** Whether the text on the button can be read. Says nothing about pictures and gradients, which cannot be measured. */
export function checkContrast({ button: { node } }: Subject): Finding[] {
  if (node.matches(':disabled,[disabled],[aria-busy=true]')) return [];
  const button = node.shadowRoot?.querySelector<HTMLElement>('[part=button]') ?? node;
  const style = getComputedStyle(button);
  const color = parseColor(style.color);
  const background = backgroundOf(button);
  if (!color || !background || style.opacity === '0') return [];
  const ratio = contrastRatio(blend(color, background), background);
  const size = parseFloat(style.fontSize);
  // 18 pt, or 14 pt in bold: https://www.w3.org/TR/WCAG22/#dfn-large-scale
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  const needed = isLarge ? MIN_CONTRAST_LARGE : MIN_CONTRAST;
  if (ratio >= needed) return [];
  return [
    warning(
      `Its text is hard to read: the contrast between text and button is ${ratio.toFixed(1)} to 1, and ${needed} to 1 is needed.`,
      'Choose a darker or lighter colour for the text or the button (--solifyn-button-color, --solifyn-button-background).',
    ),
  ];
}

/** The colour behind the text; `undefined` if a picture, a gradient or an unknown notation is there. */
function backgroundOf(element: Element): Color | undefined {
  const { backgroundColor, backgroundImage } = getComputedStyle(element);
  const color = parseColor(backgroundColor);
  if (!color || backgroundImage !== 'none') return undefined;
  if (color.alpha === 1) return color;
  const parent = parentOf(element);
  const below = parent ? backgroundOf(parent) : canvasColor();
  return below && blend(color, below);
}

function parentOf(node: Element): Element | null {
  if (node.assignedSlot) return node.assignedSlot;
  const root = node.getRootNode();
  return node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** What a page without a background shows: white, or the browser's own dark, which has no name in every browser. */
function canvasColor(): Color | undefined {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  const isDark = scheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches;
  return isDark || scheme === 'dark' ? undefined : WHITE;
}
