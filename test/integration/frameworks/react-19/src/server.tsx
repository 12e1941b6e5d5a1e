import { StrictMode, type ComponentType } from 'react';
import { renderToString } from 'react-dom/server';
import { Shop as WrapperShop } from '../../react-18/src/Shop.tsx';
import { Shop } from './Shop.tsx';

const renderer = (Shop: ComponentType) => () => ({
  body: renderToString(
    <StrictMode>
      <Shop />
    </StrictMode>,
  ),
});

export const pages = { index: renderer(Shop), wrapper: renderer(WrapperShop) };
