// The reader's own fonts: nothing to download before the text is shown.
import DefaultTheme from 'vitepress/theme-without-fonts';
import './style.css';

export default DefaultTheme;
