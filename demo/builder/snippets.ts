import type { Choice, Platform } from './choice.ts';
import { toProperties, toStyle } from './look.ts';

/** What this version of the button is, and where it can be had. */
export interface Release {
  version: string;
  /** `sha384-…` of the classic script. */
  integrity: string;
  /** Folder of the scripts, by host. */
  folders: Record<Choice['host'], string>;
}

/** Something to copy, and where it goes. */
export interface Snippet {
  title: string;
  /** Where to paste it, in the platform's own words. */
  where: string;
  code: string;
}

/** What a seller reads about a platform. */
interface Guide {
  name: string;
  snippets(parts: Parts): Snippet[];
}

/** The pieces that a snippet is made of. */
interface Parts {
  choice: Choice;
  release: Release;
  /** The text on the button. */
  text: string;
}

export const GUIDES: Record<Platform, Guide> = {
  html: {
    name: 'Plain HTML',
    snippets: (parts) => [
      {
        title: 'The button',
        where:
          'Paste it into the page, where the button belongs. For a second button, repeat the last line only.',
        code: [toStyle(parts.choice), script(parts), element(parts)].join('\n'),
      },
    ],
  },
  webflow: {
    name: 'Webflow',
    snippets: (parts) => [
      {
        title: 'The button',
        where:
          'Add a “Code Embed” element and paste it in. It runs on the published site, not in the Designer.',
        code: [toStyle(parts.choice), script(parts), element(parts)].join('\n'),
      },
    ],
  },
  wordpress: {
    name: 'WordPress',
    snippets: (parts) => [
      {
        title: 'The button, on one line',
        where:
          'Add a “Custom HTML” block and paste it in. It must stay on one line, or WordPress puts paragraphs into it. Your user needs to be an administrator or editor.',
        // Cloudflare's Rocket Loader leaves such a script where it is.
        code: [toStyle(parts.choice), script(parts, ' data-cfasync="false"'), element(parts)].join(''),
      },
    ],
  },
  squarespace: {
    name: 'Squarespace',
    snippets: (parts) => [
      {
        title: 'The button',
        where: 'Add a “Code” block, keep it at HTML, and paste it in. Scripts need a plan that allows them.',
        code: [toStyle(parts.choice), script(parts), element(parts)].join('\n'),
      },
    ],
  },
  wix: {
    name: 'Wix',
    snippets: (parts) => [
      {
        title: 'The button',
        where:
          'Choose Embed Code, “Embed HTML”, and paste it in. Wix shows it in a frame of its own, from where a checkout opens in a new tab. Allow the origin of that frame at your session endpoint.',
        code: framed(parts),
      },
    ],
  },
  framer: {
    name: 'Framer',
    snippets: (parts) => [
      {
        title: 'The button',
        where:
          'Add an “Embed” component, choose HTML, and paste it in. In a frame the checkout opens in a new tab.',
        code: framed(parts),
      },
    ],
  },
  carrd: {
    name: 'Carrd',
    snippets: (parts) => [
      {
        title: '1. The script',
        where: 'Add an “Embed” element, type Code, style Hidden, in the Head. Once for the whole site.',
        code: [toStyle(parts.choice), script(parts)].join('\n'),
      },
      {
        title: '2. The button',
        where: 'Add a second “Embed” element, type Code, style Inline, where the button belongs.',
        code: element(parts),
      },
    ],
  },
  react: {
    name: 'React',
    snippets: (parts) => [
      { title: '1. The package', where: 'In your project’s folder.', code: install(parts) },
      {
        title: '2. The component',
        where: 'As BuyButton.jsx; then write <BuyButton /> where it belongs.',
        code: [
          `'use client';`,
          '',
          `import { configure } from '@solifyn/buy-button';`,
          '',
          `configure({ endpoint: ${JSON.stringify(parts.choice.endpoint)} });`,
          '',
          'export function BuyButton() {',
          '  return (',
          `    <solifyn-buy-button${attributes(parts)}${jsxStyle(parts.choice)}>`,
          `      <a href="${escape(parts.choice.link)}">${/[{}<>&]/.test(parts.text) ? `{${JSON.stringify(parts.text)}}` : parts.text}</a>`,
          '    </solifyn-buy-button>',
          '  );',
          '}',
        ].join('\n'),
      },
    ],
  },
  vue: {
    name: 'Vue',
    snippets: (parts) => [
      { title: '1. The package', where: 'In your project’s folder.', code: install(parts) },
      {
        title: '2. The component',
        where:
          'As BuyButton.vue. In vite.config.js: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "solifyn-buy-button" } } }).',
        code: [
          '<script setup>',
          `import { configure } from '@solifyn/buy-button';`,
          '',
          `configure({ endpoint: ${JSON.stringify(parts.choice.endpoint).replaceAll('</', '<\\/')} });`,
          '</script>',
          '',
          '<template>',
          // Between double braces Vue reads code.
          `  ${element(parts, style(parts.choice) + (parts.text.includes('{{') ? ' v-pre' : ''))}`,
          '</template>',
        ].join('\n'),
      },
    ],
  },
};

/** All that the seller has to copy, in order. */
export function snippetsFor(parts: Parts): Snippet[] {
  return GUIDES[parts.choice.platform].snippets(parts);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** One version, by its very bytes: a file that was changed on its way does not run. */
function script({ choice, release }: Parts, more = ''): string {
  const src = `${release.folders[choice.host]}solifyn-buy-button.umd.js`;
  return `<script async src="${escape(src)}" integrity="${release.integrity}" crossorigin="anonymous" data-endpoint="${escape(choice.endpoint)}"${more}></script>`;
}

/** The attributes of the element; what is as usual is left out. */
function attributes({ choice }: Parts): string {
  const { sells, id, code, mode, language } = choice;
  return [
    [`${sells}-id`, id],
    ['discount-code', code],
    ['mode', mode === 'redirect' ? '' : mode],
    ['lang', language],
  ]
    .flatMap(([name, value]) => (value ? [` ${name}="${escape(value)}"`] : []))
    .join('');
}

function element(parts: Parts, more = '', target = ''): string {
  const link = `<a href="${escape(parts.choice.link)}"${target}>${escape(parts.text)}</a>`;
  return `<solifyn-buy-button${attributes(parts)}${more}>${link}</solifyn-buy-button>`;
}

/** For a page that the platform puts into a frame: nothing else can open there but a tab. */
function framed(parts: Parts): string {
  const inTab: Parts = { ...parts, choice: { ...parts.choice, mode: 'new-tab' } };
  return [toStyle(parts.choice), script(parts), element(inTab, '', ' target="_blank" rel="noopener"')].join(
    '\n',
  );
}

function install({ release }: Parts): string {
  return `npm install --save-exact @solifyn/buy-button@${release.version}`;
}

function style(choice: Choice): string {
  const properties = toProperties(choice).map(([name, value]) => `${name}: ${value}`);
  return properties.length ? ` style="${escape(properties.join('; '))}"` : '';
}

function jsxStyle(choice: Choice): string {
  const properties = toProperties(choice).map(([name, value]) => `'${name}': '${value}'`);
  return properties.length ? ` style={{ ${properties.join(', ')} }}` : '';
}
