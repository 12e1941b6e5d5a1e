import { css } from 'lit';

/** Shared by the button and the dialog: the theme, links, focus and the spinner. */
export const sharedStyles = css`
  .light {
    color-scheme: light;
  }
  .dark {
    color-scheme: dark;
  }
  a {
    padding: 0.5em 0;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  :focus-visible {
    outline: var(--solifyn-button-focus-ring, 3px solid #2f6feb);
    outline-offset: 2px;
  }
  [part='spinner'] {
    position: absolute;
    inset: 0;
    width: 1em;
    height: 1em;
    margin: auto;
    border: 2px solid;
    border-top-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion) {
    [part='spinner'] {
      animation: none;
    }
  }
  /* Chromium puts a plate of the page's colour behind text, on which only the system's button colours are readable. */
  @media (forced-colors: active) {
    button {
      background: ButtonFace !important;
      color: ButtonText !important;
    }
    [part='spinner'] {
      border-top-color: ButtonFace;
    }
  }
`;

/**
 * White on black or black on white, in system colours that follow the page's own `color-scheme`. On a dark page without
 * `color-scheme` the button stays black, so a thin line in the colour of its text sets it apart from the page.
 */
export const buttonStyles = [
  sharedStyles,
  css`
    :host {
      display: inline-flex;
      flex-direction: column;
      max-width: 100%;
      font-weight: 600;
    }
    :host([hidden]) {
      display: none;
    }
    button {
      position: relative;
      width: 100%;
      min-width: 44px;
      min-height: 44px;
      border: var(--solifyn-button-border, 1px solid transparent);
      border-radius: var(--solifyn-button-radius, 0.5em);
      padding: var(--solifyn-button-padding, 0.6em 1.4em);
      background: var(
        --solifyn-button-background,
        linear-gradient(CanvasText, CanvasText) padding-box,
        linear-gradient(Canvas, Canvas) border-box CanvasText
      );
      box-shadow: var(--solifyn-button-shadow, none);
      color: var(--solifyn-button-color, Canvas);
      font: var(--solifyn-button-font, inherit);
      /* Unlike "anywhere", it keeps words whole when a flex row or a table asks for the smallest width. */
      overflow-wrap: break-word;
    }
    button:hover {
      background: var(
        --solifyn-button-hover-background,
        var(
          --solifyn-button-background,
          linear-gradient(CanvasText, CanvasText) padding-box,
          linear-gradient(Canvas, Canvas) border-box CanvasText
        )
      );
    }
    /*
     * A veil in the colour of the text: the text stays as it is, and nothing of the page shines through. It exists under
     * the pointer only, because a box in each idle button takes a page with 1,000 buttons 30 % longer to lay out.
     */
    button:enabled:is(:hover, :active)::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: inherit;
      background: currentColor;
      opacity: 0.12;
    }
    button:enabled:active::after {
      opacity: 0.24;
    }
    button:disabled {
      opacity: 0.5;
      cursor: not-allowed;
    }
    /* Chromium does not support :host(:has()). */
    :host([data-solifyn-inline]) {
      display: flex;
      width: 100%;
    }
    ::slotted([slot='checkout']) {
      margin-top: 1em;
    }
    [part='label'] {
      display: inline;
    }
    [aria-busy='true'] > [part='label'] {
      opacity: 0;
    }
    [role='status'] {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
    [part='error'] {
      max-width: 40ch;
      margin-top: 0.5em;
      border-inline-start: 3px solid #d33;
      padding-inline-start: 0.6em;
      font-size: 0.875em;
      font-weight: 400;
    }
  `,
];
