<?php
/**
 * The session endpoint without WordPress: from a request to its answer. Clock, storage, HTTP client and log are handed
 * in, so the same files answer inside a site and in the tests of the project.
 */

declare(strict_types=1);

require_once __DIR__ . '/refusal.php';
require_once __DIR__ . '/json.php';
require_once __DIR__ . '/request.php';
require_once __DIR__ . '/origins.php';
require_once __DIR__ . '/address.php';
require_once __DIR__ . '/settings.php';
require_once __DIR__ . '/settings-text.php';
require_once __DIR__ . '/client-address.php';
require_once __DIR__ . '/rate-limit.php';
require_once __DIR__ . '/order.php';
require_once __DIR__ . '/catalogue.php';
require_once __DIR__ . '/http-client.php';
require_once __DIR__ . '/solifyn-api.php';
require_once __DIR__ . '/endpoint.php';
