/** The documentation as a site. The pages are those of docs/, unchanged. */
import { posix } from 'node:path';
import { defineConfig, type UserConfig } from 'vitepress';
import llmstxt from 'vitepress-plugin-llms';

const REPOSITORY = 'https://github.com/solifyn/buy-button';

/** The address of the site, without a slash at the end. GitHub Pages serves it in a folder. */
const address = process.env['SITE_ADDRESS'] ?? 'https://solifyn.github.io/buy-button';

const base = `${new URL(address).pathname.replace(/\/$/, '')}/`;

const page = (text: string, link: string) => ({ text, link });

/**
 * A link to a file that is no page of the site, as on GitHub: a template, a test, the data of a picture. Such links are relative
 * to the file in docs/.
 */
function toRepository(href: string, path: string): string {
  const [target = '', anchor] = href.split('#');
  const file = posix.join('docs', posix.dirname(path), target);
  return `${REPOSITORY}/blob/main/${file}${anchor === undefined ? '' : `#${anchor}`}`;
}

const isOutside = (href: string, path: string) => {
  if (/^([a-z]+:|#|\/)/.test(href)) return false;
  const [target = ''] = href.split('#');
  return posix.join(posix.dirname(path), target).startsWith('..') || !target.endsWith('.md');
};

export default defineConfig({
  title: 'Solifyn buy button',
  description: 'A buy button for your website: one script, one element, and the session endpoint behind it.',
  lang: 'en',
  base,
  outDir: '../dist-site',
  cacheDir: '../node_modules/.cache/vitepress',
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: false,
  head: [['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }]],
  sitemap: { hostname: `${address}/` },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      // A drawing scrolls sideways on a phone, also by keyboard.
      md.core.ruler.push('drawings', ({ tokens }) => {
        for (const [index, { children }] of tokens.entries()) {
          if (children?.length !== 1 || !children[0]?.content.startsWith('A drawing')) continue;
          const paragraph = tokens[index - 1];
          paragraph?.attrJoin('class', 'drawing');
          paragraph?.attrPush(['tabindex', '0']);
        }
      });
      md.core.ruler.push('links-to-repository', ({ tokens, env }) => {
        const { relativePath } = env as { relativePath: string };
        const path = relativePath === 'index.md' ? 'README.md' : relativePath;
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          if (token.type !== 'link_open') continue;
          const href = token.attrGet('href') ?? '';
          if (isOutside(href, path)) token.attrSet('href', toRepository(href, path));
        }
      });
    },
  },
  vite: {
    // The plugin's types are those of another release of Vite.
    plugins: [
      llmstxt({ domain: new URL(address).origin }) as unknown as NonNullable<UserConfig['vite']>['plugins'],
    ],
  },
  themeConfig: {
    nav: [
      page('Get started', '/start/two-minutes'),
      page('Guides', '/guides/theming'),
      page('Reference', '/reference/attributes'),
      { text: 'Examples', link: '/demo/', target: '_self' },
      { text: 'Builder', link: '/builder/', target: '_self' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          page('Two minutes: a button that sells', '/start/two-minutes'),
          page('Ten minutes: the session endpoint', '/start/ten-minutes'),
          page('For developers', '/start/developers'),
        ],
      },
      {
        text: 'Your platform',
        items: [
          page('HTML files', '/platforms/html'),
          page('WordPress', '/platforms/wordpress'),
          page('Webflow', '/platforms/webflow'),
          page('Squarespace', '/platforms/squarespace'),
          page('Wix', '/platforms/wix'),
          page('Framer', '/platforms/framer'),
          page('Carrd', '/platforms/carrd'),
          page('Ghost', '/platforms/ghost'),
          page('Notion', '/platforms/notion'),
          page('React', '/platforms/react'),
          page('Vue', '/platforms/vue'),
          page('Other frameworks', '/platforms/frameworks'),
        ],
      },
      {
        text: 'Guides',
        items: [
          page('Looks', '/guides/theming'),
          page('Forms', '/guides/forms'),
          page('Variants and bundles', '/guides/variants'),
          page('Links and buttons you have', '/guides/links-and-buttons'),
          page('Affiliates and discounts', '/guides/attribution'),
          page('Checkout in the page', '/guides/gateways'),
          page('After the payment', '/guides/return'),
          page('Events and analytics', '/guides/events'),
          page('Migration', '/guides/migration'),
          page('The session endpoint', '/guides/endpoint'),
          page('Bot checks', '/guides/bot-checks'),
          page('Webhooks', '/guides/webhooks'),
          page('Security', '/guides/security'),
          page('Accessibility', '/guides/accessibility'),
          page('What is wrong?', '/guides/diagnosis'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Attributes', '/reference/attributes'),
          page('Settings', '/reference/configuration'),
          page('JavaScript API', '/reference/api'),
          page('Editors and types', '/reference/editors'),
          page('Size', '/reference/size'),
          page('Speed', '/reference/speed'),
        ],
      },
    ],
    // Built into the site, so that it works without a network.
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY, ariaLabel: 'The repository on GitHub' }],
    outline: [2, 3],
  },
});
