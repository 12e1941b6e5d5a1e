import { Shop } from '../../react-18/src/Shop.tsx';
import { openShop } from '../../shared/shop.ts';
import { show } from './show.tsx';

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) => show(Shop, isRendered),
);
