<?php
/**
 * The session endpoint without WordPress. Clock, storage, HTTP client and log are passed in, so the same files run inside a
 * site and in the project's tests.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

require_once __DIR__ . '/http-error.php';
require_once __DIR__ . '/json.php';
require_once __DIR__ . '/request.php';
require_once __DIR__ . '/origins.php';
require_once __DIR__ . '/url.php';
require_once __DIR__ . '/config.php';
require_once __DIR__ . '/config-text.php';
require_once __DIR__ . '/client-address.php';
require_once __DIR__ . '/rate-limit.php';
require_once __DIR__ . '/checkout-request.php';
require_once __DIR__ . '/catalogue.php';
require_once __DIR__ . '/http-client.php';
require_once __DIR__ . '/solifyn-api.php';
require_once __DIR__ . '/turnstile.php';
require_once __DIR__ . '/webhook.php';
require_once __DIR__ . '/endpoint.php';
