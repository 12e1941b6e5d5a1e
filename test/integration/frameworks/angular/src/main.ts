import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { isDocumented, openShop } from '../../shared/shop';
import { Shop } from './shop';

const settings = { providers: [provideZonelessChangeDetection()] };

if (isDocumented()) {
  document.querySelector('#app')!.append(document.createElement('app-buy-button'));
  void import('./buy-button').then(({ BuyButton }) => bootstrapApplication(BuyButton, settings));
} else
  void openShop(
    () => import('@solifyn/buy-button'),
    async () => void (await bootstrapApplication(Shop, settings)),
  );
