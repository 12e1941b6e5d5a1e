/** Adds a Cloudflare Turnstile token to each request that a buy button sends. */
(function () {
  var TOKEN_TIMEOUT_MS = 30000;
  var container;
  var widget;
  var waiting = Promise.resolve();

  function createContainer() {
    container = document.createElement('div');
    container.style.cssText = 'position:fixed;right:1rem;bottom:1rem;z-index:2147483647';
    document.body.append(container);
  }

  /** A token is valid once, so each request gets its own. Cloudflare shows a checkbox only to suspicious visitors. */
  function createToken() {
    return new Promise(function (resolve, reject) {
      var timer = setTimeout(function () {
        reject(new Error('Turnstile did not answer.'));
      }, TOKEN_TIMEOUT_MS);
      function settle(token) {
        clearTimeout(timer);
        resolve(token);
      }
      if (!container) createContainer();
      if (widget !== undefined) window.turnstile.remove(widget);
      widget = window.turnstile.render(container, {
        sitekey: window.solifynTurnstileSiteKey,
        appearance: 'interaction-only',
        callback: settle,
        'error-callback': function () {
          clearTimeout(timer);
          reject(new Error('Turnstile reported an error.'));
          return true;
        },
      });
    });
  }

  /** Tokens are created one at a time, because all of them use the same place on the page. */
  function nextToken() {
    waiting = waiting.then(createToken, createToken);
    return waiting;
  }

  customElements.whenDefined('solifyn-buy-button').then(function () {
    window.SolifynCheckout.configure({
      headers: function () {
        return nextToken().then(function (token) {
          return { 'X-Turnstile-Token': token };
        });
      },
    });
  });
})();
