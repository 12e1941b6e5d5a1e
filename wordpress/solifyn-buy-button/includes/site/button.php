<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use const Solifyn\BuyButton\PLUGIN_FILE;
use const Solifyn\BuyButton\VERSION;

defined('ABSPATH') || exit;

/** The button in a post: the shortcode `[solifyn_buy product-id="…"]Buy now[/solifyn_buy]`, or the block. */
final class Button
{
    public const SHORTCODE = 'solifyn_buy';
    public const BLOCK = 'solifyn/buy-button';
    private const EDITOR_SCRIPT = 'solifyn-buy-button-editor';

    /**
     * Attributes of the element that a post cannot set. The endpoint is always the site's own, for every author. The text
     * and the checkout link go inside the element, where they also work without a script.
     */
    private const NOT_FROM_POSTS = ['endpoint', 'label', 'href'];

    /** Tags that a label may contain. */
    private const LABEL_TAGS = ['strong' => [], 'em' => [], 'b' => [], 'i' => [], 'small' => [], 'sup' => [], 'sub' => []];

    public static function register(): void
    {
        add_action('init', [self::class, 'registerButton']);
    }

    public static function registerButton(): void
    {
        add_shortcode(self::SHORTCODE, [self::class, 'renderShortcode']);
        $dependencies = ['wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n'];
        wp_register_script(self::EDITOR_SCRIPT, Assets::url('block/editor.js'), $dependencies, VERSION, true);
        wp_set_script_translations(self::EDITOR_SCRIPT, 'solifyn-buy-button');
        $choices = wp_json_encode(['modes' => Element::values('mode'), 'themes' => Element::values('theme')]);
        wp_add_inline_script(self::EDITOR_SCRIPT, "window.solifynBuyButton = $choices;", 'before');
        register_block_type(dirname(PLUGIN_FILE) . '/block', ['render_callback' => [self::class, 'renderBlock']]);
    }

    /** @param array|string $attributes an empty text if there are none */
    public static function renderShortcode($attributes, ?string $content = ''): string
    {
        $named = [];
        foreach ((array) $attributes as $name => $value) {
            // WordPress passes an attribute without a value, such as `disabled`, as a value without a name.
            $isFlag = is_int($name);
            // Many people write product_id.
            $named[str_replace('_', '-', strtolower($isFlag ? (string) $value : $name))] = $isFlag ? '' : (string) $value;
        }
        return self::render($named, (string) $content);
    }

    public static function renderBlock(array $attributes): string
    {
        $named = [];
        foreach ($attributes as $name => $value) {
            $named[strtolower((string) preg_replace('/[A-Z]/', '-$0', $name))] = is_scalar($value) ? (string) $value : '';
        }
        $html = self::render($named, '', BlockStyle::css($attributes));
        return $html === '' ? '' : '<div ' . get_block_wrapper_attributes() . ">$html</div>";
    }

    /**
     * @param array<string, string> $values by names of the element's attributes; `link` is the product's checkout link
     * @param string $style CSS for the element, from the block's controls
     */
    private static function render(array $values, string $content, string $style = ''): string
    {
        $isSet = static function (string $name) use ($values): bool {
            return trim($values[$name] ?? '') !== '';
        };
        if (!$isSet('product-id') && !$isSet('collection-id')) {
            return self::hint(__('Solifyn: this button needs a product id or a collection id.', 'solifyn-buy-button'));
        }
        $hint = '';
        if ($isSet('product-id') && $isSet('collection-id')) {
            unset($values['collection-id']);
            $hint = self::hint(__('Solifyn: this button has a product id and a collection id. It sells the product. Remove one of the two.', 'solifyn-buy-button'));
        }
        $label = trim(wp_kses($content !== '' ? $content : ($values['label'] ?? ''), self::LABEL_TAGS));
        $link = esc_url($values['link'] ?? $values['href'] ?? '', ['https', 'http']);
        $inside = self::content($label, $link);
        if (is_feed()) {
            return $inside; // feed readers run no script
        }
        Assets::enqueue();
        return '<solifyn-buy-button' . self::attributes($values, $style) . ">$inside</solifyn-buy-button>$hint";
    }

    /** @param array<string, string> $values */
    private static function attributes(array $values, string $style): string
    {
        $html = '';
        foreach (array_diff(Element::attributes(), self::NOT_FROM_POSTS) as $name) {
            // A blank `disabled` disables the button. Any other blank attribute is unset.
            if (isset($values[$name]) && ($name === 'disabled' || trim($values[$name]) !== '')) {
                $html .= sprintf(' %s="%s"', $name, esc_attr($values[$name]));
            }
        }
        // Set on each button too, because optimizers that combine scripts drop the script tag's data-endpoint.
        $html .= sprintf(' endpoint="%s"', esc_url(SessionRoute::url()));
        return $style === '' ? $html : $html . sprintf(' style="%s"', esc_attr($style));
    }

    /** The element's content. Without the script it is a link to the checkout, if there is one. */
    private static function content(string $label, string $link): string
    {
        if ($link === '') {
            return $label;
        }
        return sprintf('<a href="%s">%s</a>', $link, $label === '' ? esc_html__('Buy now', 'solifyn-buy-button') : $label);
    }

    /** Only people who can edit posts see it. */
    private static function hint(string $text): string
    {
        return current_user_can('edit_posts') ? '<em>' . esc_html($text) . '</em>' : '';
    }
}
