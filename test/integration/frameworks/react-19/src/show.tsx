import { StrictMode, type ComponentType } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';

const place = document.querySelector('#app')!;

/** @returns when the shop is mounted */
export const show = (Shop: ComponentType<{ onMounted: () => void }>, isRendered: boolean) =>
  new Promise<void>((resolve) => {
    const shop = (
      <StrictMode>
        <Shop onMounted={resolve} />
      </StrictMode>
    );
    if (isRendered) hydrateRoot(place, shop);
    else createRoot(place).render(shop);
  });
