import { css } from 'lit';
import { sharedStyles } from '../buy-button.styles.ts';

/** The dialog itself is the scrim, so that it covers the page also when it is not modal. The panel is inside it. */
export const dialogStyles = [
  sharedStyles,
  css`
    :host {
      display: contents !important;
    }
    dialog {
      position: fixed;
      inset: 0;
      z-index: 0;
      width: 100%;
      max-width: 100%;
      height: 100%;
      max-height: 100%;
      margin: 0;
      border: 0;
      padding: 0;
      overflow: hidden;
      overscroll-behavior: contain;
      background: #000a;
      font-size: max(1em, 14px);
      pointer-events: auto;
    }
    section {
      position: relative;
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: auto;
      outline: 1px solid transparent;
      background: Canvas;
      color: CanvasText;
    }
    header {
      display: flex;
      align-items: center;
      padding: 0.25em 0.75em;
      font-size: 0.875em;
    }
    header button {
      flex: none;
      width: 44px;
      height: 44px;
      margin-inline-start: auto;
      border: 0;
      background: none;
      color: inherit;
      font: 1.5em system-ui;
    }
    [role='alert'] {
      margin: 1em;
      border-inline-start: 3px solid #d33;
      padding: 0.5em 1em;
    }
    .action {
      display: block;
      margin-top: 1em;
      padding: 0.75em;
      background: CanvasText;
      color: Canvas;
      text-align: center;
    }
    /* It scrolls below the header, never under it, so that the focused field is always visible. */
    slot {
      display: block;
      overflow: auto;
    }
    .busy slot {
      height: 480px;
      opacity: 0;
    }
    [role='status'] {
      position: absolute;
      inset: 55% 0 auto;
      text-align: center;
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
  `,
];
