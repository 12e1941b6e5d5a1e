import { configuration } from '../config/configure.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { hi } from './hi.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { tr } from './tr.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';
import { zhHant } from './zh-hant.ts';
import type { Messages } from './messages.ts';

/** The built-in languages by their BCP 47 tags. */
export const LANGUAGES: Readonly<Record<string, Messages>> = {
  en,
  de,
  es,
  fr,
  it,
  pt,
  nl,
  pl,
  tr,
  ja,
  ko,
  zh,
  'zh-Hant': zhHant,
  vi,
  ar,
  hi,
};

/** The texts, and the BCP 47 tag of their language, which may differ from the page's. */
export interface LocalMessages extends Messages {
  lang: string;
}

/** The language around the element, else the buyer's, as a BCP 47 tag. */
export function localeFor(node?: Element | null): string {
  return pageLocale(node) ?? buyerLocales()[0] ?? 'en';
}

/** The texts for the element: the seller's own, else those of the first built-in language that fits page or buyer. */
export function messagesFor(node?: Element | null): LocalMessages {
  const locale = localeFor(node);
  const lang = [locale, ...buyerLocales()].find(languageFor) ?? 'en';
  const own = Object.entries(configuration.messages ?? {}).filter(([, text]) => text?.trim());
  return {
    ...(languageFor(lang) ?? en),
    // Sellers write their own texts in the language of the page.
    lang: own.length ? locale : lang,
    ...Object.fromEntries(own),
  };
}

/**
 * A language tag in its canonical form.
 *
 * @param text as a CMS may write it: `de_DE`, `ja_JP.UTF-8`, `iw` (now `he`)
 * @returns `undefined` if it is not a language tag
 */
function canonicalTag(text: string): string | undefined {
  try {
    const tag = text
      .trim()
      .replace(/[-_]?[.@#].*$/, '')
      .replaceAll('_', '-');
    const locale = new Intl.Locale(tag);
    // No language has a longer code, but "German" would be well-formed.
    return locale.language.length > 3 ? undefined : locale.toString();
  } catch {
    return undefined;
  }
}

/** The built-in texts for a canonical tag. Chinese counts by its script: `zh-TW` is written in Traditional characters. */
function languageFor(tag: string): Messages | undefined {
  const { language, script } = new Intl.Locale(tag).maximize();
  const isChinese = language === 'zh' || language === 'yue';
  if (isChinese) return script === 'Hant' ? zhHant : zh;
  return Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : undefined;
}

/** The nearest `lang`, through shadow roots. An empty one means that the language is unknown. */
function pageLocale(node?: Element | null): string | undefined {
  for (let element: Element | null | undefined = node ?? document.documentElement; element;) {
    const found: Element | null = element.closest('[lang]');
    if (found) return canonicalTag(found.getAttribute('lang') ?? '');
    const root = element.getRootNode();
    // The root of a removed link is the link itself, whose `host` is a text.
    element = root instanceof ShadowRoot ? root.host : undefined;
  }
  return undefined;
}

/** The buyer's languages. Some in-app browsers and privacy tools leave them out. */
function buyerLocales(): string[] {
  const { language, languages } = navigator as Partial<Navigator>;
  return [...(languages ?? []), language ?? ''].flatMap((tag) => canonicalTag(tag) ?? []);
}
