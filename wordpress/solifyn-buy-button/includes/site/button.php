<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use const Solifyn\BuyButton\PLUGIN_FILE;
use const Solifyn\BuyButton\VERSION;

/** The button in a post: `[solifyn_buy product-id="…"]Buy now[/solifyn_buy]`, or the block. */
final class Button
{
    /** What may be written on the element. Not the endpoint: that is the site's own, whoever wrote the post. */
    private const ATTRIBUTES = [
        'product-id', 'collection-id', 'quantity', 'discount-code', 'aff', 'custom-price', 'customer-email',
        'checkout-data', 'custom-fields', 'mode', 'gateway', 'success-url', 'theme', 'disabled',
    ];

    /** What may be in a label. */
    private const LABEL = ['strong' => [], 'em' => [], 'b' => [], 'i' => [], 'small' => [], 'sup' => [], 'sub' => []];

    /** Keeps the place of a button whose script is not there yet, so that the page does not move. */
    private const STYLE = 'solifyn-buy-button:not(:defined){display:inline-block;box-sizing:border-box;max-width:100%;'
        . 'min-width:44px;min-height:44px;padding:var(--solifyn-button-padding,.6em 1.4em);'
        . 'border:var(--solifyn-button-border,1px solid transparent);border-radius:var(--solifyn-button-radius,.5em);'
        . 'background:var(--solifyn-button-background,CanvasText);color:var(--solifyn-button-color,Canvas);'
        . 'font-weight:600;text-align:center}solifyn-buy-button:not(:defined) a{color:inherit;text-decoration:none}';

    /** @var bool whether this page has the style */
    private static $hasStyle = false;

    public static function register(): void
    {
        add_action('init', [self::class, 'announce']);
    }

    public static function announce(): void
    {
        add_shortcode('solifyn_buy', [self::class, 'fromShortcode']);
        $needs = ['wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n'];
        wp_register_script('solifyn-buy-button-editor', plugins_url('block/editor.js', PLUGIN_FILE), $needs, VERSION, true);
        wp_set_script_translations('solifyn-buy-button-editor', 'solifyn-buy-button');
        register_block_type(dirname(PLUGIN_FILE) . '/block', ['render_callback' => [self::class, 'fromBlock']]);
    }

    /** @param array|string $attributes a text where there are none */
    public static function fromShortcode($attributes, ?string $label = ''): string
    {
        $given = [];
        foreach ((array) $attributes as $name => $value) {
            // Habit writes product_id; and a name without a value comes as a value.
            $given[str_replace('_', '-', strtolower(is_int($name) ? (string) $value : $name))] = is_int($name) ? '' : (string) $value;
        }
        return self::html($given, (string) $label);
    }

    public static function fromBlock(array $attributes): string
    {
        $given = [];
        foreach ($attributes as $name => $value) {
            $given[strtolower((string) preg_replace('/[A-Z]/', '-$0', $name))] = is_scalar($value) ? (string) $value : '';
        }
        $html = self::html($given, $given['label'] ?? '');
        return $html === '' ? '' : '<div ' . get_block_wrapper_attributes() . ">$html</div>";
    }

    /** @param array<string, string> $given names as the element's attributes; `link` is the product's checkout link */
    private static function html(array $given, string $label): string
    {
        $set = array_filter(array_intersect_key($given, array_flip(self::ATTRIBUTES)), static function (string $value): bool {
            return trim($value) !== '';
        });
        if (array_key_exists('disabled', $given)) {
            $set['disabled'] = $given['disabled'];
        }
        if (!isset($set['product-id']) && !isset($set['collection-id'])) {
            return self::hint();
        }
        $inside = self::inside(trim(wp_kses($label, self::LABEL)), esc_url($given['link'] ?? '', ['https', 'http']));
        if (is_feed()) {
            return $inside; // no script runs there
        }
        wp_enqueue_script(Script::HANDLE);
        $attributes = '';
        foreach ($set as $name => $value) {
            $attributes .= sprintf(' %s="%s"', $name, esc_attr($value));
        }
        return self::style() . "<solifyn-buy-button$attributes>$inside</solifyn-buy-button>";
    }

    /** What shows without a script, and else names the button. */
    private static function inside(string $label, string $link): string
    {
        if ($link === '') {
            return $label;
        }
        $text = $label === '' ? esc_html__('Buy now', 'solifyn-buy-button') : $label;
        return "<a href=\"$link\">$text</a>";
    }

    private static function style(): string
    {
        if (self::$hasStyle) {
            return '';
        }
        self::$hasStyle = true;
        return '<style>' . self::STYLE . '</style>';
    }

    /** Seen by those who can put it right. */
    private static function hint(): string
    {
        return current_user_can('edit_posts')
            ? '<em>' . esc_html__('Solifyn: this button needs a product-id or a collection-id.', 'solifyn-buy-button') . '</em>'
            : '';
    }
}
