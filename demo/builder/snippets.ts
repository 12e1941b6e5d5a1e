/** What a seller copies, for each platform. Pure: the same in a browser, in a static site and in tests. */
import type { Choice, Platform } from './choice.ts';
import { toProperties } from './appearance.ts';
import {
  attributesOf,
  attributeText,
  buttonLines,
  element,
  escapeHtml,
  indent,
  linkFor,
  scriptTag,
  type Parts,
} from './markup.ts';

export type { Parts, Release } from './markup.ts';

/** Something to copy, and where it goes. */
export interface Snippet {
  title: string;
  /** Where to paste it, in the platform's own words. */
  where: string;
  code: string;
}

interface PlatformGuide {
  name: string;
  snippets(parts: Parts): Snippet[];
}

export const PLATFORM_GUIDES: Record<Platform, PlatformGuide> = {
  html: {
    name: 'Plain HTML',
    snippets: (parts) =>
      oneBlock(
        parts,
        'Paste it into the page, where the button belongs. For a second button, repeat the part after the script tag.',
      ),
  },
  webflow: {
    name: 'Webflow',
    snippets: (parts) =>
      oneBlock(
        parts,
        'Add a “Code Embed” element and paste it in. It runs on the published site, not in the Designer.',
      ),
  },
  wordpress: { name: 'WordPress', snippets: wordpressSnippets },
  squarespace: {
    name: 'Squarespace',
    snippets: (parts) =>
      oneBlock(
        parts,
        'Add a “Code” block, keep it at HTML, and paste it in. Scripts need a plan that allows them.',
      ),
  },
  wix: { name: 'Wix', snippets: wixSnippets },
  framer: {
    name: 'Framer',
    snippets: (parts) => [
      framed(
        parts,
        'Add an “Embed” component, choose HTML, and paste it in. Framer shows it in a frame, so the checkout opens in a new tab. At your session endpoint, allow the origin (the beginning of the address) of that frame.',
      ),
    ],
  },
  carrd: { name: 'Carrd', snippets: carrdSnippets },
  ghost: {
    name: 'Ghost',
    snippets: (parts) =>
      oneBlock(parts, 'In a post or page, type /html, choose the “HTML” card, and paste it in.'),
  },
  react: { name: 'React', snippets: reactSnippets },
  vue: { name: 'Vue', snippets: vueSnippets },
};

/** Everything that the seller has to copy, in order. */
export function snippetsFor(parts: Parts): Snippet[] {
  return PLATFORM_GUIDES[parts.choice.platform].snippets(parts);
}

function htmlLines(parts: Parts): string[] {
  return buttonLines(parts, element(parts));
}

function oneBlock(parts: Parts, where: string): Snippet[] {
  return [{ title: 'The button', where, code: [scriptTag(parts), ...htmlLines(parts)].join('\n') }];
}

function wordpressSnippets(parts: Parts): Snippet[] {
  // Cloudflare's Rocket Loader leaves a script with this attribute where it is.
  const lines = [scriptTag(parts, ' data-cfasync="false"'), ...htmlLines(parts)];
  return [
    {
      title: 'The button, on one line',
      where:
        'Add a “Custom HTML” block and paste it in. It must stay on one line, or WordPress puts paragraphs into it. Your user needs to be an administrator or editor. (The Solifyn plugin needs no snippet.)',
      code: lines
        .flatMap((line) => line.split('\n'))
        .map((line) => line.trim())
        .join(''),
    },
  ];
}

/** Wix loads the element into the page itself. A form is not possible there, so that goes into a frame. */
function wixSnippets(parts: Parts): Snippet[] {
  const { choice, release, text } = parts;
  const where =
    'Works on every plan. Choose Embed Code, “Embed HTML”, and paste it in. Wix shows it in a frame, so the checkout opens in a new tab. At your session endpoint, allow the origin (the beginning of the address) of that frame.';
  if (choice.route === 'endpoint' && choice.form !== 'none') return [framed(parts, where)];
  const attributes = [
    ...attributesOf(parts),
    ['label', text],
    ['href', linkFor(parts)],
    ...(choice.route === 'endpoint' ? [['endpoint', parts.data.endpoint]] : []),
    ...(toProperties(choice).length
      ? [
          [
            'style',
            toProperties(choice)
              .map((property) => property.join(': '))
              .join('; '),
          ],
        ]
      : []),
  ];
  return [
    {
      title: '1. Server URL',
      where:
        'With a premium plan: add a “Custom Element” (Add Elements, Embed Code), choose “Server URL” as its source, and paste this address.',
      code: `${release.folder}solifyn-buy-button.umd.js`,
    },
    { title: '2. Tag name', where: 'As its tag name:', code: 'solifyn-buy-button' },
    {
      title: '3. Attributes',
      where:
        'Choose “Set Attributes” and add each line: the name before the first colon, the value after it.',
      code: attributes.map(([name, value]) => `${name}: ${value}`).join('\n'),
    },
    { ...framed(parts, where), title: 'Or, without a premium plan: a frame' },
  ];
}

/** For a page that the platform puts into a frame, where only a tab can open. */
function framed(parts: Parts, where: string): Snippet {
  const isLink = parts.choice.route === 'link';
  const inTab: Parts = isLink ? parts : { ...parts, choice: { ...parts.choice, mode: 'new-tab' } };
  const button = element(inTab, { target: ' target="_blank" rel="noopener"' });
  return { title: 'The button', where, code: [scriptTag(parts), ...buttonLines(inTab, button)].join('\n') };
}

function carrdSnippets(parts: Parts): Snippet[] {
  return [
    {
      title: '1. The script',
      where: 'Add an “Embed” element, type Code, style Hidden, in the Head. Once for the whole site.',
      code: scriptTag(parts),
    },
    {
      title: '2. The button',
      where: 'Add a second “Embed” element, type Code, style Inline, where the button belongs.',
      code: htmlLines(parts).join('\n'),
    },
  ];
}

function installSnippet({ release }: Parts): Snippet {
  return {
    title: '1. The package',
    where: 'In your project’s folder.',
    code: `npm install --save-exact @solifyn/buy-button@${release.version}`,
  };
}

function configureLines({ choice, data }: Parts): string[] {
  if (choice.route === 'link') return [`import '@solifyn/buy-button';`];
  const endpoint = JSON.stringify(data.endpoint).replaceAll('</', '<\\/');
  return [`import { configure } from '@solifyn/buy-button';`, '', `configure({ endpoint: ${endpoint} });`];
}

function reactSnippets(parts: Parts): Snippet[] {
  const text = /[{}<>&]/.test(parts.text) ? `{${JSON.stringify(parts.text)}}` : parts.text;
  const button = [
    `<solifyn-buy-button${attributeText(parts)}${jsxStyle(parts.choice)}>`,
    `  <a href="${escapeHtml(linkFor(parts))}">${text}</a>`,
    '</solifyn-buy-button>',
  ].join('\n');
  const code = [
    `'use client';`,
    '',
    ...configureLines(parts),
    '',
    'export function BuyButton() {',
    '  return (',
    ...buttonLines(parts, button).map((line) => indent(indent(line))),
    '  );',
    '}',
  ].join('\n');
  return [
    installSnippet(parts),
    {
      title: '2. The component',
      where: 'As BuyButton.jsx. Then write <BuyButton /> where it belongs.',
      code,
    },
  ];
}

function vueSnippets(parts: Parts): Snippet[] {
  // Vue reads the text between double braces as code.
  const button = element(parts, { more: parts.text.includes('{{') ? ' v-pre' : '' });
  const code = [
    '<script setup>',
    ...configureLines(parts),
    '</script>',
    '',
    '<template>',
    ...buttonLines(parts, button).map(indent),
    '</template>',
  ].join('\n');
  return [
    installSnippet(parts),
    {
      title: '2. The component',
      where:
        'As BuyButton.vue. In vite.config.js: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "solifyn-buy-button" } } }).',
      code,
    },
  ];
}

function jsxStyle(choice: Choice): string {
  const properties = toProperties(choice).map(([name, value]) => `'${name}': '${value}'`);
  return properties.length ? ` style={{ ${properties.join(', ')} }}` : '';
}
