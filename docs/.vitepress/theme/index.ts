import { inBrowser, type Theme } from 'vitepress';
// The reader's own fonts: nothing to download before the text is shown.
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineComponent, h, onMounted } from 'vue';
import { firstAction, repeatMissedEvent } from './late-start.ts';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: defineComponent(() => {
    onMounted(repeatMissedEvent);
    return () => h(DefaultTheme.Layout);
  }),
  async enhanceApp() {
    if (inBrowser) await firstAction();
  },
} satisfies Theme;
