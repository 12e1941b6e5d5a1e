<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Settings;
use Solifyn\BuyButton\Endpoint\SettingError;
use Solifyn\BuyButton\Endpoint\SettingsText;
use const Solifyn\BuyButton\PLUGIN_FILE;

/** Settings → Solifyn. The Settings API checks nonce and capability when it is saved. */
final class SettingsPage
{
    private const PAGE = 'solifyn-buy-button';
    private const CAPABILITY = 'manage_options';

    public static function register(): void
    {
        add_action('admin_menu', [self::class, 'addPage']);
        add_action('admin_init', [self::class, 'addFields']);
        add_filter('plugin_action_links_' . plugin_basename(PLUGIN_FILE), [self::class, 'addLink']);
    }

    public static function addPage(): void
    {
        $title = __('Solifyn Buy Button', 'solifyn-buy-button');
        add_options_page($title, __('Solifyn', 'solifyn-buy-button'), self::CAPABILITY, self::PAGE, [self::class, 'show']);
    }

    /** @param string[] $links */
    public static function addLink(array $links): array
    {
        $link = '<a href="%s">%s</a>';
        array_unshift($links, sprintf($link, esc_url(admin_url('options-general.php?page=' . self::PAGE)), esc_html__('Settings', 'solifyn-buy-button')));
        return $links;
    }

    public static function addFields(): void
    {
        // Loaded where it is needed, not into the memory of every page.
        add_option(Options::NAME, [], '', 'no');
        register_setting(self::PAGE, Options::NAME, [
            'type' => 'object',
            'show_in_rest' => false,
            'sanitize_callback' => [self::class, 'judge'],
        ]);
        add_settings_section('main', '', '__return_null', self::PAGE);
        foreach (self::labels() as $name => $label) {
            $show = $name === 'api_key' ? 'showKey' : ($name === 'everywhere' ? 'showSwitch' : 'showText');
            $arguments = ['name' => $name, 'label_for' => "solifyn-$name"];
            add_settings_field($name, $label, [self::class, $show], self::PAGE, 'main', $arguments);
        }
    }

    private static function labels(): array
    {
        return [
            'api_key' => __('Secret API key', 'solifyn-buy-button'),
            'products' => __('Products for sale', 'solifyn-buy-button'),
            'collections' => __('Collections for sale', 'solifyn-buy-button'),
            'custom_prices' => __('Prices that buyers may choose', 'solifyn-buy-button'),
            'allowed_origins' => __('Other sites that may sell here', 'solifyn-buy-button'),
            'proxies' => __('Proxies in front of this site', 'solifyn-buy-button'),
            'everywhere' => __('Script', 'solifyn-buy-button'),
        ];
    }

    private static function help(string $name): string
    {
        $texts = [
            'products' => __('Ids like prod_a, prod_b. Empty: all, or none where there are collections.', 'solifyn-buy-button'),
            'collections' => __('Ids like col_a, col_b. Empty: all, or none where there are products.', 'solifyn-buy-button'),
            'custom_prices' => __('Like prod_a:5, prod_b:1-500: the lowest price, or the lowest and the highest. A page can be tampered with, so any other price is refused.', 'solifyn-buy-button'),
            'allowed_origins' => __('Like https://shop.example, without a path. This site itself is always allowed.', 'solifyn-buy-button'),
            'proxies' => __('How many of them write X-Forwarded-For (Cloudflare or a load balancer: 1). 0 believes nothing of it. Each one too many is an address that a visitor can make up.', 'solifyn-buy-button'),
        ];
        return $texts[$name] ?? '';
    }

    public static function show(): void
    {
        if (!current_user_can(self::CAPABILITY)) {
            return;
        }
        echo '<div class="wrap"><h1>' . esc_html(get_admin_page_title()) . '</h1>';
        self::showState();
        echo '<form action="options.php" method="post">';
        settings_fields(self::PAGE);
        do_settings_sections(self::PAGE);
        submit_button();
        echo '</form><p>';
        /* translators: %s: a shortcode */
        $text = __('In a post add the block “Solifyn buy button”, or write %s.', 'solifyn-buy-button');
        printf(esc_html($text), '<code>[solifyn_buy product-id="prod_…"]' . esc_html__('Buy now', 'solifyn-buy-button') . '[/solifyn_buy]</code>');
        echo '</p><p>';
        /* translators: %s: an address */
        $text = __('Buttons on other sites take this as their endpoint: %s', 'solifyn-buy-button');
        printf(esc_html($text), '<code>' . esc_html(RestRoute::url()) . '</code>');
        echo '</p></div>';
    }

    private static function showState(): void
    {
        $last = Journal::last();
        if (Options::apiKey() === '') {
            $text = __('There is no API key yet, so nothing can be sold.', 'solifyn-buy-button');
        } elseif ($last !== null) {
            /* translators: 1: how long ago, 2: what happened */
            $format = __('Last problem, %1$s ago: %2$s', 'solifyn-buy-button');
            $text = sprintf($format, human_time_diff($last['time']), $last['message']);
        } else {
            return;
        }
        echo '<div class="notice notice-warning inline"><p>' . esc_html($text) . '</p></div>';
    }

    /** The key itself never comes back to a browser, not even to the one who typed it. */
    public static function showKey(array $field): void
    {
        if (Options::hasConstantKey()) {
            echo '<p id="solifyn-api_key">';
            /* translators: %s: the key's last characters behind dots */
            printf(esc_html__('%s, set in wp-config.php as SOLIFYN_API_KEY.', 'solifyn-buy-button'), '<code>' . esc_html(self::mask(Options::apiKey())) . '</code>');
            echo '</p>';
            return;
        }
        $key = Options::all()['api_key'];
        printf(
            '<input type="password" id="solifyn-api_key" name="%s[api_key]" value="" placeholder="%s" class="regular-text" autocomplete="new-password" spellcheck="false">',
            esc_attr(Options::NAME),
            esc_attr(self::mask($key))
        );
        if ($key !== '') {
            printf(
                ' <label><input type="checkbox" name="%s[remove_key]" value="1"> %s</label>',
                esc_attr(Options::NAME),
                esc_html__('Remove', 'solifyn-buy-button')
            );
        }
        echo '<p class="description">' . esc_html__('From your Solifyn dashboard. Empty: the key stays as it is. It never gets into a page.', 'solifyn-buy-button') . '</p>';
    }

    public static function showText(array $field): void
    {
        ['name' => $name, 'label_for' => $id] = $field;
        $isCount = $name === 'proxies';
        printf(
            '<input %s id="%s" name="%s[%s]" value="%s"><p class="description">%s</p>',
            $isCount ? 'type="number" min="0" max="16" class="small-text"' : 'type="text" class="regular-text" spellcheck="false"',
            esc_attr($id),
            esc_attr(Options::NAME),
            esc_attr($name),
            esc_attr(Options::all()[$name]),
            esc_html(self::help($name))
        );
    }

    public static function showSwitch(array $field): void
    {
        printf(
            '<label><input type="checkbox" id="%s" name="%s[everywhere]" value="1" %s> %s</label>',
            esc_attr($field['label_for']),
            esc_attr(Options::NAME),
            checked(Options::all()['everywhere'] !== '', true, false),
            esc_html__('Load it on every page, for links with data-solifyn-product-id and buttons in HTML', 'solifyn-buy-button')
        );
    }

    /** The last four characters, of a key that is long enough to spare them. */
    private static function mask(string $key): string
    {
        return $key === '' ? '' : '••••••••' . (strlen($key) >= 16 ? substr($key, -4) : '');
    }

    /**
     * Judges what was typed. What is wrong stays as it was, and is told. WordPress calls this twice when it saves for the
     * first time, so it also takes what it gave.
     *
     * @param mixed $typed
     */
    public static function judge($typed): array
    {
        $typed = is_array($typed) ? array_map('strval', array_filter($typed, 'is_scalar')) : [];
        $saved = Options::all();
        $next = [
            'api_key' => self::judgeKey($typed, $saved['api_key']),
            'everywhere' => empty($typed['everywhere']) ? '' : '1',
            'proxies' => (string) min(16, max(0, (int) ($typed['proxies'] ?? 0))),
        ];
        foreach (['allowed_origins', 'products', 'collections', 'custom_prices'] as $name) {
            $text = sanitize_text_field($typed[$name] ?? '');
            try {
                new Settings([
                    'allowedOrigins' => $name === 'allowed_origins' ? SettingsText::origins($text) : null,
                    'customPrices' => $name === 'custom_prices' ? SettingsText::prices($text) : null,
                ]);
                $next[$name] = $text;
            } catch (SettingError $error) {
                $next[$name] = $saved[$name];
                self::complain($name);
            }
        }
        Journal::forget();
        return $next;
    }

    private static function judgeKey(array $typed, string $saved): string
    {
        if (!empty($typed['remove_key'])) {
            return '';
        }
        $key = trim($typed['api_key'] ?? '');
        if ($key === '') {
            return $saved;
        }
        if (Settings::problemOfKey($key) !== null) {
            self::complain('api_key');
            return $saved;
        }
        return $key;
    }

    /** Names the field alone: what was typed may be the key in the wrong line. */
    private static function complain(string $name): void
    {
        /* translators: %s: the name of a setting */
        $format = __('“%s” was not saved: it has another form than expected.', 'solifyn-buy-button');
        add_settings_error(Options::NAME, $name, sprintf($format, self::labels()[$name]) . ' ' . self::help($name));
    }
}
