/**
 * What the checkout page and its receipt tell the page around them: the messages of the `frame` gateway. Any page
 * may frame the sandbox, so they go to whoever does (`'*'`); a receipt's number of a sandbox is no secret.
 */
export const embedScript = `
if (window.parent !== window) {
  const tell = (message) => window.parent.postMessage(message, '*');
  const receiptId = document.body.dataset.receipt;

  tell({ type: 'solifyn:ready' });
  if (receiptId) tell({ type: 'solifyn:complete', receiptId });

  for (const button of document.querySelectorAll('[data-close]')) {
    button.hidden = false;
    button.addEventListener('click', () => tell({ type: 'solifyn:close' }));
  }
}
`;
