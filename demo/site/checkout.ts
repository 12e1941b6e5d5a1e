/** The simulated checkout page of the examples: alone, or in a frame of the dialog. Everything in its address is shown as text. */
const details = new URLSearchParams(location.search);
const isFramed = parent !== window;
const send = (type: string, more: object = {}) => parent.postMessage({ type, ...more }, location.origin);

for (const [name, value] of details)
  for (const place of document.querySelectorAll(`[data-detail="${CSS.escape(name)}"]`)) {
    place.textContent = value;
    place.closest('[hidden]')?.removeAttribute('hidden');
  }

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector has it
function find<Type extends Element>(selector: string): Type {
  const element = document.querySelector<Type>(selector);
  if (!element) throw new Error(`checkout.html has no ${selector}`);
  return element;
}

const form = find<HTMLFormElement>('form');
const thanks = find<HTMLElement>('#thanks');
const email = details.get('email');
if (email) find<HTMLInputElement>('form input').value = email;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  form.hidden = true;
  thanks.hidden = false;
  thanks.focus();
  if (isFramed) send('solifyn:complete', { receiptId: 'rcpt_example' });
});

const back = find<HTMLAnchorElement>('#back');
const backAddress = details.get('back') ?? '';
const address = URL.canParse(backAddress) ? new URL(backAddress) : undefined;
// Only a page of this site: the address is written by whoever made the link.
back.href = address?.origin === location.origin ? address.href : './';
back.hidden = isFramed;
if (isFramed) send('solifyn:ready');
