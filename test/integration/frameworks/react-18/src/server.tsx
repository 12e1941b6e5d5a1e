import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Shop } from './Shop.tsx';

export const pages = {
  index: () => ({
    body: renderToString(
      <StrictMode>
        <Shop />
      </StrictMode>,
    ),
  }),
};
