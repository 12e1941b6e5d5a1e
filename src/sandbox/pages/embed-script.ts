/**
 * Posts the messages of the `frame` gateway from the checkout page and its receipt to the page around them. Any page may
 * frame the sandbox, so the target origin is `'*'`. A receipt's id of the sandbox is not a secret.
 */
export const embedScript = `
if (window.parent !== window) {
  const post = (message) => window.parent.postMessage(message, '*');
  const receiptId = document.body.dataset.receipt;

  post({ type: 'solifyn:ready' });
  if (receiptId) post({ type: 'solifyn:complete', receiptId });

  for (const button of document.querySelectorAll('[data-close]')) {
    button.hidden = false;
    button.addEventListener('click', () => post({ type: 'solifyn:close' }));
  }
}
`;
