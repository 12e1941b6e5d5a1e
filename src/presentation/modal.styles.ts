import { css } from 'lit';
import { spinner, themes } from '../buy-button.styles.ts';

/** The dialog: a full-window scrim that is the dialog itself, so that it works modal and not, with a panel in it. */
export const modalStyles = [
  themes,
  spinner,
  css`
    :host {
      display: contents !important;
    }
    dialog {
      position: fixed;
      inset: 0;
      z-index: 2147483646;
      box-sizing: border-box;
      width: 100%;
      max-width: none;
      height: 100%;
      max-height: none;
      margin: 0;
      border: 0;
      padding: 0;
      overflow: hidden;
      overscroll-behavior: contain;
      background: #000a;
      font: inherit;
    }
    dialog::backdrop {
      display: none;
    }
    section {
      position: relative;
      box-sizing: border-box;
      width: 100%;
      height: 100%;
      overflow: auto;
      background: Canvas;
      color: CanvasText;
    }
    header {
      position: sticky;
      top: 0;
      z-index: 1;
      display: flex;
      align-items: center;
      justify-content: flex-end;
      gap: 0.5em;
      padding: 0.25em 0.5em;
      background: inherit;
    }
    a {
      margin-inline-end: auto;
      padding: 0.7em 0.5em;
      color: inherit;
      font-size: 0.875em;
    }
    header button {
      flex: none;
      width: 44px;
      height: 44px;
      border: 0;
      border-radius: 50%;
      background: none;
      color: inherit;
      font: 1.5em/1 system-ui;
      cursor: pointer;
    }
    :focus-visible {
      outline: 3px solid #2f6feb;
      outline-offset: -3px;
    }
    [role='alert'] {
      margin: 0;
      padding: 1em;
    }
    main {
      position: relative;
      min-height: 480px;
    }
    .busy slot {
      display: block;
      opacity: 0;
    }
    @media (min-width: 560px) and (min-height: 400px) {
      section {
        width: 480px;
        height: auto;
        max-height: 94%;
        margin: 3vh auto;
        border-radius: 12px;
      }
    }
    @media (prefers-reduced-motion: no-preference) {
      section {
        animation: rise 0.2s;
      }
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(12px);
      }
    }
  `,
];
