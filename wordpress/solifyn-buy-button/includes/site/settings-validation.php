<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\ConfigError;
use Solifyn\BuyButton\Endpoint\ConfigText;
use Solifyn\BuyButton\Endpoint\Webhook;

defined('ABSPATH') || exit;

/** Describes what is wrong with a setting and what to do. The sentence never repeats what was typed. */
final class SettingsValidation
{
    public const MAX_PROXIES = 16;

    /** Texts that belong in the field of a secret. */
    private const SECRET = '/sk_|whsec_|\b0x[\w-]{16}/i';

    /** @return string|null null if the value may be saved */
    public static function problem(string $name, string $value): ?string
    {
        if ($value === '') {
            return null;
        }
        if (!isset(Options::SECRETS[$name]) && self::looksSecret($value)) {
            return __('This looks like a secret. It was not saved. Paste it into the field for secrets.', 'solifyn-buy-button');
        }
        switch ($name) {
            case 'api_key':
                return self::apiKeyProblem($value);
            case 'products':
                return self::idsProblem($value, 'prod_', 'col_');
            case 'collections':
                return self::idsProblem($value, 'col_', 'prod_');
            case 'custom_prices':
                return self::pricesProblem($value);
            case 'allowed_origins':
                return self::originsProblem($value);
            case 'proxies':
                return self::isCount($value) ? null : sprintf(
                    /* translators: %d: a number */
                    __('Enter a whole number from 0 to %d.', 'solifyn-buy-button'),
                    self::MAX_PROXIES
                );
            case 'webhook_secret':
                return self::webhookSecretProblem($value);
            case 'turnstile_site_key':
            case 'turnstile_secret_key':
                return preg_match('/\A[\w.-]{10,200}\z/', $value)
                    ? null
                    : __('Copy the key from the Turnstile page of your Cloudflare dashboard, without spaces or quotes.', 'solifyn-buy-button');
        }
        return null;
    }

    public static function looksSecret(string $value): bool
    {
        return (bool) preg_match(self::SECRET, $value);
    }

    private static function apiKeyProblem(string $key): ?string
    {
        if (strncmp($key, 'whsec_', 6) === 0) {
            return __('This is a webhook secret. It belongs into the field “Webhook secret”.', 'solifyn-buy-button');
        }
        if (preg_match('/\A["\'`“”‘’]|["\'`“”‘’]\z/u', $key)) {
            return __('The key has quotes around it. Remove them.', 'solifyn-buy-button');
        }
        return Config::keyProblem($key) === null
            ? null
            : __('A key has at least 16 characters and no spaces or line breaks. Copy the whole key, and only the key.', 'solifyn-buy-button');
    }

    private static function idsProblem(string $value, string $prefix, string $otherPrefix): ?string
    {
        foreach (ConfigText::parseIds($value) ?? [] as $index => $id) {
            if (strncmp($id, $otherPrefix, strlen($otherPrefix)) === 0) {
                /* translators: 1: position in the list, 2: how ids of this field begin */
                return sprintf(__('Entry %1$d belongs into the other list. Ids in this list begin with %2$s.', 'solifyn-buy-button'), $index + 1, $prefix);
            }
            if (!preg_match('/\A[\w-]+\z/', $id)) {
                /* translators: 1: position in the list, 2: how ids of this field begin */
                return sprintf(__('Entry %1$d is not an id. An id looks like %2$s…, without quotes, and is not an address.', 'solifyn-buy-button'), $index + 1, $prefix);
            }
        }
        return null;
    }

    private static function pricesProblem(string $value): ?string
    {
        try {
            new Config(['customPrices' => ConfigText::parsePrices($value)]);
            return null;
        } catch (ConfigError $error) {
            return __('Write each price like prod_a:5 (the lowest) or prod_a:1-500 (lowest and highest), with a point, without a currency, separated by commas.', 'solifyn-buy-button');
        }
    }

    private static function originsProblem(string $value): ?string
    {
        foreach (ConfigText::parseIds($value) ?? [] as $index => $site) {
            try {
                new Config(['allowedOrigins' => [$site]]);
            } catch (ConfigError $error) {
                return preg_match('~\Ahttps?://~i', $site)
                    /* translators: %d: position in the list */
                    ? sprintf(__('Entry %d must end after the domain, like https://shop.example, without a path.', 'solifyn-buy-button'), $index + 1)
                    /* translators: %d: position in the list */
                    : sprintf(__('Entry %d must begin with https://, like https://shop.example.', 'solifyn-buy-button'), $index + 1);
            }
        }
        return null;
    }

    private static function isCount(string $value): bool
    {
        return preg_match('/\A\d{1,2}\z/', $value) && (int) $value <= self::MAX_PROXIES;
    }

    private static function webhookSecretProblem(string $value): ?string
    {
        foreach (ConfigText::parseIds($value) ?? [] as $secret) {
            if (Webhook::secretProblem($secret) !== null) {
                return __('A webhook secret begins with whsec_. Copy the whole secret, without quotes.', 'solifyn-buy-button');
            }
        }
        return null;
    }
}
