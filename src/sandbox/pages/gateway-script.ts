/**
 * What the gateway's page tells the script of `@whop/checkout` around it: `state`, `resize`, `complete` and
 * `payment-error`, with the fields that the package's `util.d.ts` declares. The real page posts to any parent too.
 */
export const gatewayScript = `
const { pay, returnUrl, leaves } = document.body.dataset;
const form = document.querySelector('form');
const submit = form.querySelector('[type="submit"]');
const alert = form.querySelector('[role="alert"]');
const status = form.querySelector('[role="status"]');

const tell = (message) => window.parent.postMessage(message, '*');

const paid = (receipt) => {
  const address = new URL(returnUrl);
  address.searchParams.set('status', 'success');
  address.searchParams.set('receipt_id', receipt.receipt_id);
  window.open(address, '_top');
};

const charge = async () => {
  const fields = Object.fromEntries(new FormData(form));
  const answer = await fetch(pay, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { ok: answer.ok, ...(await answer.json()) };
};

const attempt = async (succeed) => {
  alert.hidden = true;
  submit.disabled = true;
  tell({ event: 'state', state: 'disabled' });
  const { ok, ...result } = await charge();
  if (ok) {
    status.textContent = 'Paid. Thank you.';
    succeed(result);
    return;
  }
  submit.disabled = false;
  alert.textContent = result.message;
  alert.hidden = false;
  tell({ event: 'payment-error', message: result.message, code: result.code });
  tell({ event: 'state', state: 'ready' });
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt((result) => {
    tell({ event: 'complete', plan_id: result.plan_id, receipt_id: result.receipt_id });
    if (leaves) paid(result);
  });
});

form.querySelector('[data-bank]')?.addEventListener('click', () => {
  if (form.reportValidity()) void attempt(paid);
});

const tellHeight = () => tell({ event: 'resize', height: document.body.scrollHeight });

tell({ event: 'state', state: 'loading' });
tellHeight();
new ResizeObserver(tellHeight).observe(document.body);
tell({ event: 'state', state: 'ready' });
`;
