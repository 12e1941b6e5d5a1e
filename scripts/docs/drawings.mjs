/**
 * `npm run drawings`: writes docs/images/steps/*.svg, one drawing per guide with a sketch of each step. They are drawings and
 * not screenshots, because these platforms can't be run here. With `--check` it writes nothing and fails if a file is out of date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';

const FOLDER = 'docs/images/steps';
const PANEL = { width: 250, height: 250, gap: 14 };
const MARGIN = 12;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x, y, content, { size = 12, weight = 400, fill = '#26262b', mono = false } = {}) =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}"${mono ? ' font-family="ui-monospace, monospace"' : ''}>${escape(content)}</text>`;

const box = (x, y, width, height, { fill = '#fff', stroke = '#b9b9c4', radius = 5 } = {}) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`;

const button = (x, y, label) =>
  box(x, y, label.length * 7 + 24, 26, { fill: '#4b2bd6', stroke: '#4b2bd6' }) +
  text(x + 12, y + 17, label, { fill: '#fff', weight: 600 });

/** Each sketch draws in a box of 214 × 120 pixels. */
const SKETCHES = {
  /** A menu or a list, with the entry to choose marked. */
  menu: ({ entries, chosen }) =>
    entries
      .map((entry, index) => {
        const y = 8 + index * 26;
        const isChosen = index === chosen;
        return (
          box(10, y, 194, 22, isChosen ? { fill: '#ece8fd', stroke: '#4b2bd6' } : {}) +
          text(18, y + 15, entry, { weight: isChosen ? 600 : 400 })
        );
      })
      .join(''),
  /** A field for code, with the two lines in it. */
  code: ({ lines = ['<script async src=…>', '<solifyn-buy-button …>'] }) =>
    box(10, 10, 194, 100, { fill: '#f6f6f9' }) +
    lines.map((line, index) => text(20, 38 + index * 24, line, { mono: true, size: 11 })).join(''),
  /** A form: each field with its label. */
  form: ({ fields }) =>
    fields
      .map(([label, value], index) => {
        const y = 10 + index * (fields.length > 2 ? 28 : 50);
        return fields.length > 2
          ? text(10, y + 15, label, { size: 11 }) +
              box(88, y, 116, 22) +
              text(94, y + 15, value, { mono: true, size: 9.5 })
          : text(10, y + 8, label, { size: 11 }) +
              box(10, y + 14, 194, 24) +
              text(18, y + 30, value, { mono: true, size: 10 });
      })
      .join(''),
  /** A page with the button on it. */
  page: ({ label = 'Buy now' }) =>
    box(10, 8, 194, 104) +
    box(22, 20, 80, 8, { fill: '#d9d9e2', stroke: 'none', radius: 4 }) +
    box(22, 36, 166, 6, { fill: '#e9e9ef', stroke: 'none', radius: 3 }) +
    box(22, 48, 140, 6, { fill: '#e9e9ef', stroke: 'none', radius: 3 }) +
    button(22, 70, label),
  /** One button to press. */
  press: ({ label }) => button(107 - (label.length * 7 + 24) / 2, 46, label),
};

const CODE = { sketch: 'code' };

/** The steps of each guide, in the words of the guide. */
const DRAWINGS = {
  'two-minutes': [
    [
      'Enter the product id in the builder',
      {
        sketch: 'form',
        fields: [
          ['Product id', 'prod_…'],
          ['Checkout link', 'https://solifyn.com/…'],
        ],
      },
    ],
    ['Paste the two lines into your page', CODE],
    ['Publish, and click the button', { sketch: 'page' }],
  ],
  'ten-minutes': [
    ['Click the deploy button', { sketch: 'press', label: 'Deploy to Cloudflare' }],
    [
      'Enter the key and your origin',
      {
        sketch: 'form',
        fields: [
          ['SOLIFYN_API_KEY', 'sk_test_…'],
          ['SOLIFYN_ALLOWED_ORIGINS', 'https://your-shop.example'],
        ],
      },
    ],
    ['Copy the address of the endpoint', { sketch: 'form', fields: [['Address', 'https://….workers.dev']] }],
    ['Add it to the script tag', { ...CODE, lines: ['<script async src=…', '  data-endpoint="https://…">'] }],
  ],
  html: [
    ['Copy the two lines from the builder', CODE],
    ['Paste them where the button belongs', { ...CODE, lines: ['<h1>Presets</h1>', '<script …>'] }],
    ['Upload the file, and click the button', { sketch: 'page' }],
  ],
  webflow: [
    [
      'Drag a Code Embed to the page',
      { sketch: 'menu', entries: ['Section', 'Button', 'Code Embed', 'Image'], chosen: 2 },
    ],
    ['Paste the two lines', CODE],
    ['Publish the site', { sketch: 'page' }],
  ],
  squarespace: [
    ['Add a Code block', { sketch: 'menu', entries: ['Text', 'Image', 'Button', 'Code'], chosen: 3 }],
    ['Paste the two lines, type HTML', CODE],
    ['Save, and look in a private window', { sketch: 'page' }],
  ],
  carrd: [
    ['Embed, style Hidden → Head: the script', { sketch: 'code', lines: ['<script async src=…>'] }],
    ['Embed, style Inline: the button', { sketch: 'code', lines: ['<solifyn-buy-button …>'] }],
    ['Publish the site', { sketch: 'page' }],
  ],
  ghost: [
    [
      'Type /html in the post',
      { sketch: 'menu', entries: ['/html', 'Markdown', 'HTML', 'Divider'], chosen: 2 },
    ],
    ['Paste the two lines into the card', CODE],
    ['Publish', { sketch: 'page' }],
  ],
  notion: [
    ['Copy the checkout link', { sketch: 'form', fields: [['Checkout link', 'https://solifyn.com/…']] }],
    [
      'Add a button or a bookmark',
      { sketch: 'menu', entries: ['Text', 'Button', 'Web bookmark', 'Table'], chosen: 1 },
    ],
    ['Paste the link', { sketch: 'page' }],
  ],
  wix: [
    [
      'Add Elements → Embed Code → Custom Element',
      {
        sketch: 'menu',
        entries: ['Embed HTML', 'Embed a Site', 'Custom Element', 'Marketing Tools'],
        chosen: 2,
      },
    ],
    [
      'Choose Source: the script’s address and the tag name',
      {
        sketch: 'form',
        fields: [
          ['Server URL', 'https://cdn.jsdelivr.net/…'],
          ['Tag Name', 'solifyn-buy-button'],
        ],
      },
    ],
    [
      'Set Attributes',
      {
        sketch: 'form',
        fields: [
          ['product-id', 'prod_…'],
          ['label', 'Buy now'],
          ['href', 'https://solifyn…'],
          ['endpoint', 'https://pay…'],
        ],
      },
    ],
    ['Publish the site', { sketch: 'page' }],
  ],
  framer: [
    [
      'Assets → Code → New Component',
      { sketch: 'menu', entries: ['Components', 'Code  +', 'Styles', 'Media'], chosen: 1 },
    ],
    [
      'Paste the text of BuyButton.tsx',
      { sketch: 'code', lines: ['export default function', '  BuyButton(props) {'] },
    ],
    [
      'Drag it to the page, and fill in the side panel',
      {
        sketch: 'form',
        fields: [
          ['Product id', 'prod_…'],
          ['Link', 'https://solifyn…'],
          ['Endpoint', 'https://pay…'],
        ],
      },
    ],
    ['Publish the site', { sketch: 'page' }],
  ],
};

/** Breaks a caption into lines of at most this many characters. */
function wrap(caption, length = 23) {
  const lines = [''];
  for (const part of caption.split(' ')) {
    const joined = `${lines.at(-1)} ${part}`.trim();
    if (joined.length <= length) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}

function panel([caption, { sketch, ...content }], index) {
  const x = MARGIN + index * (PANEL.width + PANEL.gap);
  const lines = wrap(caption).map((line, row) => text(46, 30 + row * 18, line, { size: 13, weight: 600 }));
  return `<g transform="translate(${x} ${MARGIN})">
${box(0, 0, PANEL.width, PANEL.height, { fill: '#fff', radius: 10 })}
<circle cx="25" cy="26" r="13" fill="#4b2bd6"/>
<text x="25" y="31" font-size="13" font-weight="700" fill="#fff" text-anchor="middle">${index + 1}</text>
${lines.join('')}
<g transform="translate(18 100)">
${box(0, -22, 214, 22, { fill: '#ececf1', radius: 0 })}${[10, 22, 34].map((cx) => `<circle cx="${cx}" cy="-11" r="3.5" fill="#b9b9c4"/>`).join('')}
${box(0, 0, 214, 122, { fill: '#fafafc', radius: 0 })}
${SKETCHES[sketch](content)}
</g>
</g>`;
}

function draw(name, steps) {
  const width = MARGIN * 2 + steps.length * PANEL.width + (steps.length - 1) * PANEL.gap;
  const height = MARGIN * 2 + PANEL.height;
  const title = steps.map(([caption], index) => `${index + 1}. ${caption}.`).join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif">
<title>${escape(`Drawing: ${title}`)}</title>
<rect width="${width}" height="${height}" rx="12" fill="#f3f2fa"/>
${steps.map(panel).join('\n')}
</svg>
`;
}

mkdirSync(FOLDER, { recursive: true });
const isCheck = argv.includes('--check');
let stale = 0;
for (const [name, steps] of Object.entries(DRAWINGS)) {
  const file = `${FOLDER}/${name}.svg`;
  const drawing = draw(name, steps);
  if (existsSync(file) && readFileSync(file, 'utf8') === drawing) continue;
  if (isCheck) {
    stale += 1;
    console.error(`${file} is out of date: npm run drawings`);
  } else {
    writeFileSync(file, drawing);
    console.log(`${file} written`);
  }
}
exit(stale ? 1 : 0);
