import { css } from 'lit';

/** A seller's choice of theme; `auto` leaves the page's own `color-scheme` in force. */
export const themes = css`
  .light {
    color-scheme: light;
  }
  .dark {
    color-scheme: dark;
  }
`;

/** The ring that turns while a checkout is on its way, in the middle of whatever holds it. */
export const spinner = css`
  [part='spinner'] {
    position: absolute;
    inset: 0;
    width: 1.25em;
    height: 1.25em;
    margin: auto;
    box-sizing: border-box;
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
      animation: pulse 2s infinite;
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.3;
    }
  }
`;

/** Black on white or white on black, by system colours: they follow the page's own `color-scheme`. */
export const buttonStyles = [
  themes,
  spinner,
  css`
    :host {
      display: inline-block;
      max-width: 100%;
      font-weight: 600;
    }
    :host([hidden]) {
      display: none;
    }
    button {
      position: relative;
      box-sizing: border-box;
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
      letter-spacing: inherit;
      overflow-wrap: anywhere;
      cursor: pointer;
      touch-action: manipulation;
      transition: opacity 0.15s;
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
    button:focus-visible {
      outline: var(--solifyn-button-focus-ring, 3px solid #2f6feb);
      outline-offset: 2px;
    }
    [aria-busy='true'] {
      cursor: progress;
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
    a {
      color: inherit;
    }
  `,
];
