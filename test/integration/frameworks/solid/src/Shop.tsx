import type { Mode, SolifynBuyButton } from '@solifyn/buy-button';
import type {} from '@solifyn/buy-button/types/solid';
import { createSignal, For, onMount, Show } from 'solid-js';
import { LINK, OFTEN, PRODUCTS } from '../../shared/shop.ts';

export function Shop(props: { onMounted?: () => void }) {
  const [mode, setMode] = createSignal<Mode>('redirect');
  const [quantity, setQuantity] = createSignal(1);
  const [label, setLabel] = createSignal('Buy an apple');
  const [isSoldOut, setSoldOut] = createSignal(false);
  const [isRefused, setRefused] = createSignal(false);
  const [isShown, setShown] = createSignal(true);
  const [products, setProducts] = createSignal(PRODUCTS);
  const [renders, setRenders] = createSignal(0);
  const [log, setLog] = createSignal<readonly string[]>([]);
  const say = (line: string) => setLog((lines) => [...lines, line]);
  let button!: SolifynBuyButton;

  onMount(() => props.onMounted?.());

  const renderOften = () => {
    for (let count = 1; count <= OFTEN; count += 1) setRenders(count);
  };
  const buyByMethod = () => {
    button.checkout().then(
      ({ session_id }) => say(`method ${session_id}`),
      (error: unknown) => say(`method ${error}`),
    );
  };
  const buyByFunction = async () => {
    const { openCheckout } = await import('@solifyn/buy-button');
    openCheckout({ productId: 'prod_kiwi', quantity: quantity() }, { mode: 'modal', gateway: 'frame' }).then(
      ({ session_id }) => say(`function ${session_id}`),
      (error: unknown) => say(`function ${error}`),
    );
  };

  return (
    <main>
      <button onClick={() => setMode('modal')}>Dialog</button>
      <button onClick={() => setMode('inline')}>Inline</button>
      <button onClick={() => setQuantity(quantity() + 1)}>More</button>
      <button onClick={() => setLabel('Buy this apple')}>Rename</button>
      <button onClick={() => setSoldOut(!isSoldOut())}>Sold out</button>
      <button onClick={() => setRefused(!isRefused())}>Refuse</button>
      <button onClick={() => setShown(!isShown())}>Remove</button>
      <button onClick={() => setProducts([...products()].reverse())}>Reverse</button>
      <button onClick={renderOften}>Render often</button>
      <button onClick={buyByMethod}>By method</button>
      <button onClick={buyByFunction}>By function</button>
      <p>Rendered {renders()} times</p>

      <Show when={isShown()}>
        <solifyn-buy-button
          ref={button}
          class="apple"
          product-id="prod_apple"
          quantity={quantity()}
          prop:checkoutData={{ basket: { apples: quantity() } }}
          prop:customFields={{ renders: renders() }}
          mode={mode()}
          gateway="frame"
          disabled={isSoldOut()}
          on:solifyn-checkout-start={(event) => {
            say(`start ${event.detail.request.quantity}`);
            if (isRefused()) event.preventDefault();
            event.detail.request.discountCode = 'FROM-APP';
          }}
          on:solifyn-checkout-session={({ detail }) => say(`session ${detail.session.session_id}`)}
          on:solifyn-checkout-open={({ detail }) => say(`open ${detail.mode}`)}
          on:solifyn-checkout-complete={({ detail }) => say(`complete ${detail.receiptId}`)}
          on:solifyn-checkout-close={({ detail }) => say(`close ${detail.completed}`)}
          on:solifyn-checkout-error={({ detail }) => say(`error ${detail.error.code}`)}
        >
          <a href={LINK}>{label()}</a>
        </solifyn-buy-button>
      </Show>

      <ul>
        <For each={products()}>
          {({ id, name }) => (
            <li>
              <solifyn-buy-button product-id={id}>Buy {name}</solifyn-buy-button>
            </li>
          )}
        </For>
      </ul>

      <ol aria-label="Log">
        <For each={log()}>{(line) => <li>{line}</li>}</For>
      </ol>
    </main>
  );
}
