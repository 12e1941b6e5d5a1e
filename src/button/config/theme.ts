import { readSetting, type ReadOption } from './configure.ts';

/** The theme of the dialog and the gateway: the seller's, else the page's own `color-scheme`. */
export function themeFor(readOption: ReadOption, node: Element = document.documentElement): 'light' | 'dark' {
  const theme = readSetting('theme', readOption);
  if (theme !== 'auto') return theme;
  const { colorScheme } = getComputedStyle(node);
  const page = document.querySelector<HTMLMetaElement>('meta[name=color-scheme]');
  const schemes = colorScheme === 'normal' ? (page?.content ?? '') : colorScheme;
  const dark = !schemes.includes('light') || matchMedia('(prefers-color-scheme:dark)').matches;
  return schemes.includes('dark') && dark ? 'dark' : 'light';
}
