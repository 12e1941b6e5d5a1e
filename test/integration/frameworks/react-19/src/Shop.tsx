import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Mode, SolifynBuyButton } from '@solifyn/buy-button';
import type {} from '@solifyn/buy-button/types/react';
import { LINK, OFTEN, PRODUCTS } from '../../shared/shop.ts';

export function Shop({ onMounted }: { onMounted?: () => void }) {
  const [mode, setMode] = useState<Mode>('redirect');
  const [quantity, setQuantity] = useState(1);
  const [label, setLabel] = useState('Buy an apple');
  const [isSoldOut, setSoldOut] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [isShown, setShown] = useState(true);
  const [products, setProducts] = useState(PRODUCTS);
  const [renders, setRenders] = useState(0);
  const [log, setLog] = useState<readonly string[]>([]);
  const button = useRef<SolifynBuyButton>(null);
  const say = (line: string) => setLog((lines) => [...lines, line]);

  useEffect(() => onMounted?.(), [onMounted]);

  const renderOften = () => {
    for (let count = 1; count <= OFTEN; count += 1) flushSync(() => setRenders(count));
  };
  const buyByMethod = () => {
    button.current?.checkout().then(
      ({ session_id }) => say(`method ${session_id}`),
      (error: unknown) => say(`method ${error}`),
    );
  };
  const buyByFunction = async () => {
    const { openCheckout } = await import('@solifyn/buy-button');
    openCheckout({ productId: 'prod_kiwi', quantity }, { mode: 'modal', gateway: 'frame' }).then(
      ({ session_id }) => say(`function ${session_id}`),
      (error: unknown) => say(`function ${error}`),
    );
  };

  return (
    <main>
      <button onClick={() => setMode('modal')}>Dialog</button>
      <button onClick={() => setMode('inline')}>Inline</button>
      <button onClick={() => setQuantity(quantity + 1)}>More</button>
      <button onClick={() => setLabel('Buy this apple')}>Rename</button>
      <button onClick={() => setSoldOut(!isSoldOut)}>Sold out</button>
      <button onClick={() => setRefused(!isRefused)}>Refuse</button>
      <button onClick={() => setShown(!isShown)}>Remove</button>
      <button onClick={() => setProducts([...products].reverse())}>Reverse</button>
      <button onClick={renderOften}>Render often</button>
      <button onClick={buyByMethod}>By method</button>
      <button onClick={buyByFunction}>By function</button>
      <p>Rendered {renders} times</p>

      {isShown && (
        <solifyn-buy-button
          ref={button}
          className="apple"
          product-id="prod_apple"
          quantity={quantity}
          checkout-data={JSON.stringify({ basket: { apples: quantity } })}
          customFields={{ renders }}
          mode={mode}
          gateway="frame"
          disabled={isSoldOut}
          onsolifyn-checkout-start={(event) => {
            say(`start ${event.detail.request.quantity}`);
            if (isRefused) event.preventDefault();
            event.detail.request.discountCode = 'FROM-APP';
          }}
          onsolifyn-checkout-session={({ detail }) => say(`session ${detail.session.session_id}`)}
          onsolifyn-checkout-open={({ detail }) => say(`open ${detail.mode}`)}
          onsolifyn-checkout-complete={({ detail }) => say(`complete ${detail.receiptId}`)}
          onsolifyn-checkout-close={({ detail }) => say(`close ${detail.completed}`)}
          onsolifyn-checkout-error={({ detail }) => say(`error ${detail.error.code}`)}
        >
          <a href={LINK}>{label}</a>
        </solifyn-buy-button>
      )}

      <ul>
        {products.map(({ id, name }) => (
          <li key={id}>
            <solifyn-buy-button product-id={id}>Buy {name}</solifyn-buy-button>
          </li>
        ))}
      </ul>

      <ol aria-label="Log">
        {log.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ol>
    </main>
  );
}
