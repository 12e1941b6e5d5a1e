import { renderToString } from 'preact-render-to-string';
import { Shop } from './Shop.tsx';

export const pages = { index: () => ({ body: renderToString(<Shop />) }) };
