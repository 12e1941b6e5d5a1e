import { css } from 'lit';

/** What the button and the dialog share: a seller's choice of theme, links, focus, and the ring that turns. */
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
      animation-duration: 8s;
    }
  }
  /* Chromium lays a plate of the page's colour behind text: on it only a button's own colours can be read. */
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

/** Black on white or white on black, by system colours: they follow the page's own `color-scheme`. */
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
      background: var(--solifyn-button-background, CanvasText);
      box-shadow: var(--solifyn-button-shadow, none);
      color: var(--solifyn-button-color, Canvas);
      font: var(--solifyn-button-font, inherit);
      overflow-wrap: anywhere;
    }
    button:hover {
      background: var(--solifyn-button-hover-background, var(--solifyn-button-background, CanvasText));
      opacity: 0.88;
    }
    button:active {
      opacity: 0.76;
    }
    button:disabled {
      opacity: 0.5;
      cursor: not-allowed;
    }
    /* Not by :host(:has()), which Chromium does not know. */
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
