<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use const Solifyn\BuyButton\PLUGIN_FILE;
use const Solifyn\BuyButton\VERSION;

/** The button's script: on pages that have a button of ours, or on every page where the seller wants that. */
final class Script
{
    public const HANDLE = 'solifyn-buy-button';

    public static function register(): void
    {
        add_action('init', [self::class, 'announce']);
        add_action('wp_enqueue_scripts', [self::class, 'loadEverywhere']);
        add_filter('script_loader_tag', [self::class, 'complete'], 10, 2);
    }

    public static function announce(): void
    {
        wp_register_script(self::HANDLE, plugins_url('assets/solifyn-buy-button.umd.js', PLUGIN_FILE), [], VERSION);
    }

    public static function loadEverywhere(): void
    {
        if (Options::all()['everywhere'] !== '') {
            wp_enqueue_script(self::HANDLE);
        }
    }

    /** Async, away from Cloudflare's Rocket Loader, and told where the endpoint is. */
    public static function complete(string $tag, string $handle): string
    {
        if ($handle !== self::HANDLE) {
            return $tag;
        }
        $attributes = sprintf(' async data-cfasync="false" data-endpoint="%s" src=', esc_url(RestRoute::url()));
        return (string) preg_replace('/ src=/', addcslashes($attributes, '\\$'), $tag, 1);
    }
}
