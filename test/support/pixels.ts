import type { Locator, Page } from '@playwright/test';

/** A part of the window in CSS px. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The visible contrast of a part of the page. */
export interface Painted {
  /** The highest WCAG contrast to the most frequent colour. Colours of less than four pixels do not count. */
  contrast: number;
  /** The share of pixels with a contrast of 3:1 or more, from 0 to 1. */
  share: number;
}

/** Measures the pixels, because computed styles are not what is painted: forced colours put plates behind text. */
export async function measure(page: Page, box: Box): Promise<Painted> {
  const { width, height } = page.viewportSize()!;
  const left = Math.max(0, box.x);
  const top = Math.max(0, box.y);
  const clip = {
    x: left,
    y: top,
    width: Math.min(width, box.x + box.width) - left,
    height: Math.min(height, box.y + box.height) - top,
  };
  const png = (await page.screenshot({ clip, caret: 'initial' })).toString('base64');
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const counts = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.slice(at, at + 3).join();
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = colour.split(',').map((value) => {
        const part = Number(value) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const sorted = [...counts].sort(([, one], [, other]) => other - one);
    const ground = luminance(sorted[0]![0]);
    const contrastOf = (colour: string) => {
      const tone = luminance(colour);
      return (Math.max(tone, ground) + 0.05) / (Math.min(tone, ground) + 0.05);
    };
    const all = data.length / 4;
    const contrasts = sorted.map(([colour, count]) => ({ contrast: contrastOf(colour), count }));
    return {
      contrast: Math.max(...contrasts.filter(({ count }) => count >= 4).map(({ contrast }) => contrast)),
      share: contrasts.reduce((sum, { contrast, count }) => sum + (contrast >= 3 ? count : 0), 0) / all,
    };
  }, png);
}

/** The bounding box, enlarged on each side by so many px. */
export async function boxOf(locator: Locator, grown = 0): Promise<Box> {
  const { x, y, width, height } = (await locator.boundingBox())!;
  return { x: x - grown, y: y - grown, width: width + 2 * grown, height: height + 2 * grown };
}
