/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export interface Color {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

/** The contrast that normal text needs: https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const MIN_CONTRAST = 4.5;
/** The contrast that large text needs. */
export const MIN_CONTRAST_LARGE = 3;

/** @returns `undefined` for a notation that is neither `#rrggbb` nor what browsers compute from sRGB colours */
export function parseColor(text: string): Color | undefined {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text)?.slice(1);
  if (hex) {
    const [red = 0, green = 0, blue = 0] = hex.map((digits) => parseInt(digits, 16));
    return { red, green, blue, alpha: 1 };
  }
  const [, name, list = ''] = /^(rgba?|color)\((.*)\)$/.exec(text) ?? [];
  if (!name) return undefined;
  const isUnit = list.startsWith('srgb ');
  if (name === 'color' && !isUnit) return undefined;
  const [red = NaN, green = NaN, blue = NaN, alpha = 1] = list
    .replace('srgb ', '')
    .split(/[\s,/]+/)
    .map((part) => (part.endsWith('%') ? parseFloat(part) / 100 : Number(part)));
  const scale = isUnit ? 255 : 1;
  const color = { red: red * scale, green: green * scale, blue: blue * scale, alpha };
  return Object.values(color).some(Number.isNaN) ? undefined : color;
}

/** The colour that is seen when a translucent one lies on an opaque one. */
export function blend(top: Color, bottom: Color): Color {
  const mix = (a: number, b: number) => a * top.alpha + b * (1 - top.alpha);
  return {
    red: mix(top.red, bottom.red),
    green: mix(top.green, bottom.green),
    blue: mix(top.blue, bottom.blue),
    alpha: 1,
  };
}

/** From 1 (the same colour) to 21 (black on white). */
export function contrastRatio(a: Color, b: Color): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance({ red, green, blue }: Color): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
