import { generateHydrationScript, renderToString } from 'solid-js/web';
import { Shop } from './Shop.tsx';

export const pages = {
  index: () => ({ head: generateHydrationScript(), body: renderToString(() => <Shop />) }),
};
