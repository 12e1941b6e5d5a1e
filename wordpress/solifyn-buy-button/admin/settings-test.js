/** The Test button of the settings page. */
(function (i18n) {
  var __ = i18n.__;
  var settings = window.solifynTest;
  var button = document.getElementById('solifyn-test');
  var result = document.getElementById('solifyn-test-result');

  function show(isGood, message, url) {
    var notice = document.createElement('div');
    notice.className = 'notice inline ' + (isGood ? 'notice-success' : 'notice-error');
    var paragraph = document.createElement('p');
    paragraph.textContent = message + ' ';
    if (url) {
      var link = document.createElement('a');
      link.href = url;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = __('Open the checkout', 'solifyn-buy-button');
      paragraph.append(link);
    }
    notice.append(paragraph);
    result.replaceChildren(notice);
  }

  /** Sends no cookies, like a visitor. Any response of the endpoint itself shows that nothing blocks it. */
  async function checkReachable() {
    var response = await fetch(settings.sessionUrl, { credentials: 'omit' });
    var body = await response.json().catch(function () {
      return {};
    });
    var code = body.error && body.error.code;
    if (code === 'method-not-allowed' || code === 'origin-not-allowed') return;
    var message = __(
      'Visitors cannot reach the session endpoint. Its address answered with status %s. A firewall or a security plugin blocks it. Allow the address below.',
      'solifyn-buy-button',
    );
    throw new Error(message.replace('%s', response.status));
  }

  async function run() {
    await checkReachable();
    var response = await fetch(settings.ajaxUrl, {
      method: 'POST',
      body: new URLSearchParams({
        action: settings.action,
        _ajax_nonce: settings.nonce,
        id: document.getElementById('solifyn-test-id').value.trim(),
      }),
    });
    var answer = await response.json();
    if (!answer.success) throw new Error(answer.data.message);
    show(true, answer.data.message, answer.data.url);
  }

  button.addEventListener('click', async function () {
    button.disabled = true;
    result.textContent = __('Testing…', 'solifyn-buy-button');
    try {
      await run();
    } catch (error) {
      show(false, error.message);
    } finally {
      button.disabled = false;
    }
  });
})(window.wp.i18n);
