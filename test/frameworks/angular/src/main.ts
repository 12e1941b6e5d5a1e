import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { openShop } from '../../shared/shop';
import { Shop } from './shop';

openShop(
  () => import('@solifyn/buy-button'),
  async () => void (await bootstrapApplication(Shop, { providers: [provideZonelessChangeDetection()] })),
);
