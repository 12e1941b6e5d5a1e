<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use const Solifyn\BuyButton\PLUGIN_FILE;
use const Solifyn\BuyButton\VERSION;

defined('ABSPATH') || exit;

/** The button's script and stylesheet, on pages that have a button, or on every page if the seller chooses so. */
final class Assets
{
    public const SCRIPT = 'solifyn-buy-button';
    public const STYLE = 'solifyn-buy-button';
    private const TURNSTILE_API = 'solifyn-turnstile-api';
    private const TURNSTILE = 'solifyn-turnstile';

    public static function register(): void
    {
        add_action('init', [self::class, 'registerAssets']);
        add_action('wp_enqueue_scripts', [self::class, 'enqueueEarly']);
        add_filter('script_loader_tag', [self::class, 'addAttributes'], 10, 2);
    }

    public static function registerAssets(): void
    {
        wp_register_script(self::SCRIPT, self::url('assets/solifyn-buy-button.umd.js'), [], VERSION, false);
        wp_register_style(self::STYLE, self::url('assets/solifyn-buy-button.css'), [], VERSION);
        // WordPress then prints this small stylesheet into the page instead of a link.
        wp_style_add_data(self::STYLE, 'path', dirname(PLUGIN_FILE) . '/assets/solifyn-buy-button.css');
        // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- Cloudflare's script has no versions
        wp_register_script(self::TURNSTILE_API, 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit', [], null, true);
        wp_register_script(self::TURNSTILE, self::url('public/turnstile.js'), [self::SCRIPT, self::TURNSTILE_API], VERSION, true);
    }

    /** Loads them in the head if the post has a button, so that nothing on the page moves when the button appears. */
    public static function enqueueEarly(): void
    {
        $post = is_singular() ? get_post() : null;
        $hasButton = $post !== null
            && (has_block(Button::BLOCK, $post) || has_shortcode($post->post_content, Button::SHORTCODE));
        if ($hasButton || Options::get('everywhere') !== '') {
            self::enqueue();
        }
    }

    public static function enqueue(): void
    {
        wp_enqueue_style(self::STYLE);
        wp_enqueue_script(self::SCRIPT);
        if (Options::hasTurnstile() && !wp_script_is(self::TURNSTILE)) {
            wp_enqueue_script(self::TURNSTILE);
            $siteKey = wp_json_encode(Options::get('turnstile_site_key'));
            wp_add_inline_script(self::TURNSTILE, "window.solifynTurnstileSiteKey = $siteKey;", 'before');
        }
    }

    /** Loads the button's script async, keeps it out of Cloudflare's Rocket Loader, and sets the endpoint. */
    public static function addAttributes(string $tag, string $handle): string
    {
        if ($handle === self::SCRIPT) {
            $attributes = sprintf(' async data-cfasync="false" data-endpoint="%s" src=', esc_url(SessionRoute::url()));
            return (string) preg_replace('/ src=/', addcslashes($attributes, '\\$'), $tag, 1);
        }
        return $tag;
    }

    public static function url(string $file): string
    {
        return plugins_url($file, PLUGIN_FILE);
    }
}
