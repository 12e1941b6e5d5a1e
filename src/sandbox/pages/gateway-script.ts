/**
 * The script of the gateway's page. It posts `state`, `resize`, `complete` and `payment-error` to the page around it, with
 * the fields that `util.d.ts` of `@whop/checkout` declares. The real page also posts to any parent.
 */
export const gatewayScript = `
const { pay, payAtBank, returnUrl, leaves } = document.body.dataset;
const form = document.querySelector('form');
const submit = form.querySelector('[type="submit"]');
const alert = form.querySelector('[role="alert"]');
const status = form.querySelector('[role="status"]');

const post = (message) => window.parent.postMessage(message, '*');

const send = async (address, fields) => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { ok: response.ok, ...(await response.json()) };
};

const attempt = async (request) => {
  alert.hidden = true;
  submit.disabled = true;
  post({ event: 'state', state: 'disabled' });
  const { ok, ...result } = await request;
  if (ok) return result;
  submit.disabled = false;
  alert.textContent = result.message;
  alert.hidden = false;
  post({ event: 'payment-error', message: result.message, code: result.code });
  post({ event: 'state', state: 'ready' });
  return undefined;
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const result = await attempt(send(pay, Object.fromEntries(new FormData(form))));
  if (!result) return;
  status.textContent = 'Paid. Thank you.';
  post({ event: 'complete', plan_id: result.plan_id, receipt_id: result.receipt_id });
  if (!leaves) return;
  const address = new URL(returnUrl);
  address.searchParams.set('status', 'success');
  window.open(address, '_top');
});

form.querySelector('[data-bank]')?.addEventListener('click', async () => {
  if (!form.reportValidity()) return;
  const result = await attempt(send(payAtBank, { email: new FormData(form).get('email'), returnUrl }));
  if (result) window.open(result.url, '_top');
});

const postHeight = () => post({ event: 'resize', height: document.body.scrollHeight });

post({ event: 'state', state: 'loading' });
postHeight();
new ResizeObserver(postHeight).observe(document.body);
post({ event: 'state', state: 'ready' });
`;
