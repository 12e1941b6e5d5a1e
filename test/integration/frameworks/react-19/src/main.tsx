import { openShop } from '../../shared/shop.ts';
import { Shop } from './Shop.tsx';
import { show } from './show.tsx';

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) => show(Shop, isRendered),
);
