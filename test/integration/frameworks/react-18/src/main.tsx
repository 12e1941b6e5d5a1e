import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { openShop } from '../../shared/shop.ts';
import { Shop } from './Shop.tsx';

const place = document.querySelector('#app')!;

await openShop(
  () => import('@solifyn/buy-button'),
  (isRendered) =>
    new Promise((resolve) => {
      const shop = (
        <StrictMode>
          <Shop onMounted={resolve} />
        </StrictMode>
      );
      if (isRendered) hydrateRoot(place, shop);
      else createRoot(place).render(shop);
    }),
);
