<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

defined('ABSPATH') || exit;

/** The colours and corners chosen in the block editor, as the element's custom properties. */
final class BlockStyle
{
    /** @param array $attributes of the block; `backgroundColor` and `textColor` name colours of the theme */
    public static function css(array $attributes): string
    {
        $style = is_array($attributes['style'] ?? null) ? $attributes['style'] : [];
        $background = $style['color']['gradient'] ?? $style['color']['background'] ?? null;
        $properties = [
            'background' => self::preset('gradient', $attributes['gradient'] ?? null)
                ?? self::preset('color', $attributes['backgroundColor'] ?? null)
                ?? self::value($background),
            'color' => self::preset('color', $attributes['textColor'] ?? null) ?? self::value($style['color']['text'] ?? null),
            'radius' => self::radius($style['border']['radius'] ?? null),
        ];
        $css = '';
        foreach (array_filter($properties) as $name => $value) {
            $css .= "--solifyn-button-$name:$value;";
        }
        // The button's own colour on hover belongs to its own background.
        return isset($properties['background']) ? $css . '--solifyn-button-hover-background:' . $properties['background'] . ';' : $css;
    }

    /** @param mixed $slug */
    private static function preset(string $kind, $slug): ?string
    {
        return is_string($slug) && $slug !== '' ? sprintf('var(--wp--preset--%s--%s)', $kind, _wp_to_kebab_case($slug)) : null;
    }

    /**
     * A value of the editor's colour controls. `var:preset|color|name` is how WordPress saves a colour of the theme.
     *
     * @param mixed $value
     */
    private static function value($value): ?string
    {
        if (!is_string($value) || !preg_match('/\A[\w#%.,()|:\/ +-]{1,300}\z/', $value)) {
            return null;
        }
        return strncmp($value, 'var:', 4) === 0 ? 'var(--wp--' . str_replace('|', '--', substr($value, 4)) . ')' : $value;
    }

    /** @param mixed $radius one value, or one for each corner */
    private static function radius($radius): ?string
    {
        if (!is_array($radius)) {
            return self::value($radius);
        }
        $corners = array_map(static function (string $corner) use ($radius): string {
            return self::value($radius[$corner] ?? null) ?? '0';
        }, ['topLeft', 'topRight', 'bottomRight', 'bottomLeft']);
        return implode(' ', $corners);
    }
}
