<?php
/**
 * Plugin Name:       Solifyn Buy Button
 * Plugin URI:        https://github.com/solifyn/buy-button
 * Description:       Sell Solifyn products on your site with a block or a shortcode. Includes the session endpoint that keeps your API key on the server.
 * Version:           0.1.0
 * Requires at least: 6.2
 * Requires PHP:      7.4
 * Author:            Solifyn
 * Author URI:        https://solifyn.com
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       solifyn-buy-button
 * Domain Path:       /languages
 *
 * `includes/endpoint` is the session endpoint and does not use WordPress. `includes/site` connects it to the site.
 */

declare(strict_types=1);

namespace Solifyn\BuyButton;

defined('ABSPATH') || exit;

const VERSION = '0.1.0';
const PLUGIN_FILE = __FILE__;

require_once __DIR__ . '/includes/endpoint/load.php';
require_once __DIR__ . '/includes/site/options.php';
require_once __DIR__ . '/includes/site/log.php';
require_once __DIR__ . '/includes/site/counters.php';
require_once __DIR__ . '/includes/site/wp-http-client.php';
require_once __DIR__ . '/includes/site/limited-http-client.php';
require_once __DIR__ . '/includes/site/rest-route.php';
require_once __DIR__ . '/includes/site/session-route.php';
require_once __DIR__ . '/includes/site/webhook-claim.php';
require_once __DIR__ . '/includes/site/webhook-route.php';
require_once __DIR__ . '/includes/site/element.php';
require_once __DIR__ . '/includes/site/assets.php';
require_once __DIR__ . '/includes/site/block-style.php';
require_once __DIR__ . '/includes/site/button.php';
require_once __DIR__ . '/includes/site/settings-validation.php';
require_once __DIR__ . '/includes/site/settings-test.php';
require_once __DIR__ . '/includes/site/settings-page.php';

Site\SessionRoute::register();
Site\WebhookRoute::register();
Site\Assets::register();
Site\Button::register();
Site\SettingsTest::register();
Site\SettingsPage::register();
