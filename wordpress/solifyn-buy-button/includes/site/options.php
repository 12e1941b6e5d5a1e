<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\ConfigText;

defined('ABSPATH') || exit;

/** The seller's options as saved on the settings page, and the constants of wp-config.php that override them. */
final class Options
{
    /** One row of the options table. */
    private const NAME = 'solifyn_buy_button';
    /** The row that is used while all sites of a network share one key, see `usesNetworkKey`. */
    private const NETWORK_KEY_NAME = 'solifyn_buy_button_network';

    public const DEFAULTS = [
        'api_key' => '',
        'products' => '',
        'collections' => '',
        'custom_prices' => '',
        'allowed_origins' => '',
        'proxies' => '0',
        'webhook_secret' => '',
        'turnstile_site_key' => '',
        'turnstile_secret_key' => '',
        'everywhere' => '',
    ];

    /** Secret options, and the constant that overrides each. A constant keeps the secret out of the database. */
    public const SECRETS = [
        'api_key' => 'SOLIFYN_API_KEY',
        'webhook_secret' => 'SOLIFYN_WEBHOOK_SECRET',
        'turnstile_secret_key' => 'SOLIFYN_TURNSTILE_SECRET_KEY',
    ];

    /**
     * Milliseconds for Solifyn's response. Each waiting request occupies one of the server's few PHP processes, so this is
     * shorter than on other platforms.
     */
    private const TIMEOUT_MS = 5000;

    /**
     * Whether every site of a network sells with the key of wp-config.php. The owner of that key is the network's
     * administrator, so only they may decide what is sold with it and at which prices. Their settings are kept in a row of
     * their own. What a site's administrator saved earlier does not apply to the network's key.
     */
    public static function usesNetworkKey(): bool
    {
        return is_multisite() && self::constant('api_key') !== '';
    }

    public static function name(): string
    {
        return self::usesNetworkKey() ? self::NETWORK_KEY_NAME : self::NAME;
    }

    /** @return string[] every row that the plugin may have saved */
    public static function names(): array
    {
        return [self::NAME, self::NETWORK_KEY_NAME];
    }

    /** @return array<string, string> */
    public static function all(): array
    {
        $saved = get_option(self::name(), []);
        $texts = is_array($saved) ? array_filter($saved, 'is_string') : [];
        return array_intersect_key($texts, self::DEFAULTS) + self::DEFAULTS;
    }

    public static function get(string $name): string
    {
        $constant = self::constant($name);
        return $constant !== '' ? $constant : self::all()[$name];
    }

    /** The value that wp-config.php sets for a secret option, empty without one. */
    public static function constant(string $name): string
    {
        $constant = self::SECRETS[$name] ?? '';
        return $constant !== '' && defined($constant) ? trim((string) constant($constant)) : '';
    }

    /** @return string[] */
    public static function webhookSecrets(): array
    {
        return ConfigText::parseIds(self::get('webhook_secret')) ?? [];
    }

    public static function hasTurnstile(): bool
    {
        return self::get('turnstile_site_key') !== '' && self::get('turnstile_secret_key') !== '';
    }

    /** @throws \Solifyn\BuyButton\Endpoint\ConfigError if another program saved an invalid option */
    public static function parse(): Config
    {
        $options = self::all();
        /**
         * The options of the session endpoint, under the names that `createSessionEndpoint` of the npm package uses. For
         * options that the settings page does not offer, such as `timeout` in milliseconds.
         *
         * @param array $options
         */
        return new Config(apply_filters('solifyn_buy_button_options', [
            'apiKey' => self::get('api_key'),
            'apiUrl' => defined('SOLIFYN_API_URL') && SOLIFYN_API_URL ? (string) SOLIFYN_API_URL : null,
            'allowedOrigins' => ConfigText::parseOrigins($options['allowed_origins']),
            'products' => ConfigText::parseIds($options['products']),
            'collections' => ConfigText::parseIds($options['collections']),
            'customPrices' => ConfigText::parsePrices($options['custom_prices']),
            'timeout' => self::TIMEOUT_MS,
        ]));
    }
}
