/** The types of the element in a page's own script, without a framework. */
import type { CheckoutError, CheckoutSession, Mode } from '@solifyn/buy-button';

const button = document.createElement('solifyn-buy-button');
button.productId = 'prod_1';
button.quantity = 2;
button.checkoutData = { plan: 'pro', seats: [1, 2] };
button.mode = 'new-tab' satisfies Mode;
button.disabled = true;
document.querySelector('solifyn-buy-button')?.close();
void (button.checkout() satisfies Promise<CheckoutSession>);
button.form?.requestSubmit();

// @ts-expect-error: no such mode
button.mode = 'popup';
// @ts-expect-error: a number, not its text
button.quantity = '2';
// @ts-expect-error: a function is no JSON
button.checkoutData = { plan: () => 'pro' };
// @ts-expect-error: the form is found by the browser
button.form = null;

button.addEventListener('solifyn-checkout-start', (event) => {
  event.detail.request.quantity = 3;
  event.preventDefault();
  // @ts-expect-error: there is no session yet
  void event.detail.session;
});
button.addEventListener('solifyn-checkout-open', ({ detail: { session, mode } }) => {
  void [session.checkout_url satisfies string, mode satisfies Mode];
});
button.addEventListener('solifyn-checkout-complete', ({ detail }) => {
  void (detail.receiptId satisfies string | undefined);
});
// They bubble: on any other element, the document and the window as well.
document.body.addEventListener('solifyn-checkout-close', ({ detail }) => detail.completed satisfies boolean);
window.addEventListener('solifyn-checkout-session', ({ detail }) => detail.session.id satisfies string);
document.addEventListener('solifyn-checkout-error', ({ detail: { error } }) => {
  void (error satisfies CheckoutError);
  // @ts-expect-error: no such code
  void (error.code === 'declined');
});
