<?php
/**
 * Plugin Name:       Solifyn Buy Button
 * Description:       Sells Solifyn products on your site: a block, a shortcode, and the session endpoint that keeps your API key.
 * Version:           0.1.0
 * Requires at least: 6.2
 * Requires PHP:      7.4
 * License:           MIT
 * Text Domain:       solifyn-buy-button
 *
 * `includes/endpoint` is the session endpoint and knows nothing of WordPress; `includes/site` brings it into the site.
 */

declare(strict_types=1);

namespace Solifyn\BuyButton;

defined('ABSPATH') || exit;

const VERSION = '0.1.0';
const PLUGIN_FILE = __FILE__;

require_once __DIR__ . '/includes/endpoint/load.php';
require_once __DIR__ . '/includes/site/options.php';
require_once __DIR__ . '/includes/site/journal.php';
require_once __DIR__ . '/includes/site/counters.php';
require_once __DIR__ . '/includes/site/wp-http-client.php';
require_once __DIR__ . '/includes/site/rest-route.php';
require_once __DIR__ . '/includes/site/script.php';
require_once __DIR__ . '/includes/site/button.php';
require_once __DIR__ . '/includes/site/settings-page.php';

Site\RestRoute::register();
Site\Script::register();
Site\Button::register();
Site\SettingsPage::register();
