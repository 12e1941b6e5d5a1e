<?php
/** Loads the plugin's endpoint, which needs no WordPress. */

declare(strict_types=1);

// The plugin's files run only inside of WordPress, which defines this.
define('ABSPATH', __DIR__);

require __DIR__ . '/../../../wordpress/solifyn-buy-button/includes/endpoint/load.php';
