/** Lists the events of the page's buttons in `#log`. */
for (const name of ['start', 'session', 'open', 'complete', 'close', 'error']) {
  document.addEventListener(`solifyn-checkout-${name}`, (event) => {
    const line = document.createElement('li');
    line.textContent = `${event.type} ${JSON.stringify(event.detail)}`;
    document.getElementById('log').append(line);
  });
}
