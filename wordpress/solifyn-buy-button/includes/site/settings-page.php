<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Config;
use const Solifyn\BuyButton\PLUGIN_FILE;

defined('ABSPATH') || exit;

/** Settings → Solifyn. WordPress's Settings API checks nonce and capability when the form is saved. */
final class SettingsPage
{
    private const PAGE = 'solifyn-buy-button';
    /** Entries that could not be saved, kept for a moment so that the person can correct them. */
    private const DRAFT = 'solifyn_draft_';

    public static function register(): void
    {
        add_action('admin_menu', [self::class, 'addPage']);
        add_action('admin_init', [self::class, 'registerFields']);
        add_filter('option_page_capability_' . self::PAGE, [self::class, 'capability']);
        add_filter('plugin_action_links_' . plugin_basename(PLUGIN_FILE), [self::class, 'addLink']);
    }

    /** Only the network's administrator decides what is sold with the network's key. */
    public static function capability(): string
    {
        return Options::usesNetworkKey() ? 'manage_network_options' : 'manage_options';
    }

    public static function addPage(): void
    {
        $title = __('Solifyn Buy Button', 'solifyn-buy-button');
        $hook = add_options_page($title, __('Solifyn', 'solifyn-buy-button'), self::capability(), self::PAGE, [self::class, 'show']);
        if ($hook !== false) {
            add_action("load-$hook", [SettingsTest::class, 'enqueue']);
        }
    }

    /** @param string[] $links */
    public static function addLink(array $links): array
    {
        if (current_user_can(self::capability())) {
            $url = esc_url(admin_url('options-general.php?page=' . self::PAGE));
            array_unshift($links, sprintf('<a href="%s">%s</a>', $url, esc_html__('Settings', 'solifyn-buy-button')));
        }
        return $links;
    }

    public static function registerFields(): void
    {
        // Not autoloaded: the key is not needed in the memory of every page.
        add_option(Options::name(), [], '', false);
        register_setting(self::PAGE, Options::name(), [
            'type' => 'object',
            'show_in_rest' => false,
            'sanitize_callback' => [self::class, 'validate'],
        ]);
        foreach (self::sections() as $section => $title) {
            add_settings_section($section, $title, '__return_null', self::PAGE);
        }
        foreach (self::fields() as $name => $field) {
            $arguments = $field + ['name' => $name, 'label_for' => "solifyn-$name"];
            $show = [self::class, $field['type'] === 'secret' ? 'showSecret' : ($field['type'] === 'switch' ? 'showSwitch' : 'showText')];
            add_settings_field($name, $field['label'], $show, self::PAGE, $field['section'], $arguments);
        }
    }

    private static function sections(): array
    {
        return [
            'key' => '',
            'catalogue' => __('What is for sale', 'solifyn-buy-button'),
            'security' => __('Security', 'solifyn-buy-button'),
            'webhooks' => __('Webhooks', 'solifyn-buy-button'),
            'pages' => __('Pages', 'solifyn-buy-button'),
        ];
    }

    private static function fields(): array
    {
        return [
            'api_key' => [
                'section' => 'key',
                'type' => 'secret',
                'label' => __('Secret API key', 'solifyn-buy-button'),
                'help' => __('From your Solifyn dashboard. A key that begins with sk_test_ makes test checkouts. The key never appears on a page.', 'solifyn-buy-button'),
            ],
            'products' => [
                'section' => 'catalogue',
                'type' => 'text',
                'label' => __('Products for sale', 'solifyn-buy-button'),
                'help' => __('Ids like prod_a, prod_b. If this field and the next are empty, everything is for sale.', 'solifyn-buy-button'),
            ],
            'collections' => [
                'section' => 'catalogue',
                'type' => 'text',
                'label' => __('Collections for sale', 'solifyn-buy-button'),
                'help' => __('Ids like col_a, col_b.', 'solifyn-buy-button'),
            ],
            'custom_prices' => [
                'section' => 'catalogue',
                'type' => 'text',
                'label' => __('Prices that buyers may choose', 'solifyn-buy-button'),
                'help' => __('Like prod_a:5, prod_b:1-500: the lowest price, or the lowest and the highest. Any other price is refused, because visitors can change a page.', 'solifyn-buy-button'),
            ],
            'allowed_origins' => [
                'section' => 'security',
                'type' => 'text',
                'label' => __('Other sites that may sell here', 'solifyn-buy-button'),
                'help' => __('Like https://shop.example, without a path. This site is always allowed.', 'solifyn-buy-button'),
            ],
            'proxies' => [
                'section' => 'security',
                'type' => 'number',
                'label' => __('Proxies in front of this site', 'solifyn-buy-button'),
                'help' => __('1 behind Cloudflare or a load balancer, else 0. Never more than there are, or visitors can forge their address.', 'solifyn-buy-button'),
            ],
            'turnstile_site_key' => [
                'section' => 'security',
                'type' => 'text',
                'label' => __('Turnstile site key', 'solifyn-buy-button'),
                'help' => __('Optional. Cloudflare Turnstile keeps out bots that test stolen cards. It needs this key and the secret key.', 'solifyn-buy-button'),
            ],
            'turnstile_secret_key' => [
                'section' => 'security',
                'type' => 'secret',
                'label' => __('Turnstile secret key', 'solifyn-buy-button'),
                'help' => '',
            ],
            'webhook_secret' => [
                'section' => 'webhooks',
                'type' => 'secret',
                'label' => __('Webhook secret', 'solifyn-buy-button'),
                /* translators: %s: an address */
                'help' => sprintf(__('Begins with whsec_. In your Solifyn dashboard, send webhooks to %s. While a secret is being replaced, enter both, separated by a space.', 'solifyn-buy-button'), WebhookRoute::url()),
            ],
            'everywhere' => [
                'section' => 'pages',
                'type' => 'switch',
                'label' => __('Script', 'solifyn-buy-button'),
                'help' => __('Load it on every page, for links with data-solifyn-product-id and buttons in HTML', 'solifyn-buy-button'),
            ],
        ];
    }

    public static function show(): void
    {
        if (!current_user_can(self::capability())) {
            return;
        }
        echo '<div class="wrap"><h1>' . esc_html(get_admin_page_title()) . '</h1>';
        self::showState();
        echo '<form action="options.php" method="post">';
        settings_fields(self::PAGE);
        do_settings_sections(self::PAGE);
        submit_button();
        echo '</form>';
        SettingsTest::show();
        echo '<h2>' . esc_html__('Add a button', 'solifyn-buy-button') . '</h2><p>';
        /* translators: %s: a shortcode */
        $text = __('In a post add the block “Solifyn buy button”, or write %s.', 'solifyn-buy-button');
        printf(esc_html($text), '<code>[solifyn_buy product-id="prod_…"]' . esc_html__('Buy now', 'solifyn-buy-button') . '[/solifyn_buy]</code>');
        echo '</p><p>';
        /* translators: %s: an address */
        $text = __('Buttons on other sites use this as their endpoint: %s', 'solifyn-buy-button');
        printf(esc_html($text), '<code>' . esc_url(SessionRoute::url()) . '</code>');
        echo '</p></div>';
        delete_transient(self::draftName());
    }

    private static function showState(): void
    {
        $latest = Log::latest();
        if (Options::get('api_key') === '') {
            self::notice('warning', __('The API key is missing, so nothing can be sold.', 'solifyn-buy-button'));
        } elseif ($latest !== null) {
            /* translators: 1: how long ago, 2: what happened */
            $format = __('Latest problem, %1$s ago: %2$s', 'solifyn-buy-button');
            self::notice('warning', sprintf($format, human_time_diff($latest['time']), $latest['message']));
        }
        if (Config::isTestKey(Options::get('api_key'))) {
            self::notice('info', __('This is a test key. Checkouts accept no real payments.', 'solifyn-buy-button'));
        }
        if ((Options::get('turnstile_site_key') === '') !== (Options::get('turnstile_secret_key') === '')) {
            self::notice('warning', __('Turnstile is off, because one of its two keys is missing.', 'solifyn-buy-button'));
        }
        if (Options::usesNetworkKey()) {
            self::notice('info', __('This site sells with the key of the network. Only network administrators see this page.', 'solifyn-buy-button'));
        }
    }

    private static function notice(string $type, string $text): void
    {
        printf('<div class="notice notice-%s inline"><p>%s</p></div>', esc_attr($type), esc_html($text));
    }

    /** A secret is never sent to a browser again, not even to the person who typed it. */
    public static function showSecret(array $field): void
    {
        ['name' => $name, 'label_for' => $id] = $field;
        $constant = Options::constant($name);
        if ($constant !== '') {
            printf('<p id="%s">', esc_attr($id));
            /* translators: 1: the last characters of a secret behind dots, 2: the name of a constant */
            $text = esc_html__('%1$s, set in wp-config.php as %2$s.', 'solifyn-buy-button');
            printf($text, '<code>' . esc_html(self::mask($constant)) . '</code>', '<code>' . esc_html(Options::SECRETS[$name]) . '</code>'); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped above
            echo '</p>';
            return;
        }
        $saved = Options::all()[$name];
        printf(
            '<input type="password" id="%1$s" name="%2$s[%3$s]" value="" placeholder="%4$s" class="regular-text" autocomplete="new-password" spellcheck="false" aria-describedby="%1$s-help">',
            esc_attr($id),
            esc_attr(Options::name()),
            esc_attr($name),
            esc_attr(self::mask($saved))
        );
        if ($saved !== '') {
            printf(
                ' <label><input type="checkbox" name="%s[remove_%s]" value="1"> %s</label>',
                esc_attr(Options::name()),
                esc_attr($name),
                esc_html__('Remove', 'solifyn-buy-button')
            );
        }
        $keep = $saved === '' ? '' : ' ' . __('Leave the field empty to keep the saved one.', 'solifyn-buy-button');
        self::showHelp($id, $field['help'] . $keep);
    }

    public static function showText(array $field): void
    {
        ['name' => $name, 'label_for' => $id] = $field;
        $draft = self::draft();
        $isNumber = $field['type'] === 'number';
        printf(
            '<input type="text" %1$s id="%2$s" name="%3$s[%4$s]" value="%5$s" spellcheck="false" aria-describedby="%2$s-help"%6$s>',
            $isNumber ? 'inputmode="numeric" class="small-text"' : 'class="regular-text code"',
            esc_attr($id),
            esc_attr(Options::name()),
            esc_attr($name),
            esc_attr($draft[$name] ?? Options::all()[$name]),
            isset($draft[$name]) ? ' aria-invalid="true"' : ''
        );
        self::showHelp($id, $field['help']);
    }

    public static function showSwitch(array $field): void
    {
        printf(
            '<label><input type="checkbox" id="%s" name="%s[%s]" value="1" %s> %s</label>',
            esc_attr($field['label_for']),
            esc_attr(Options::name()),
            esc_attr($field['name']),
            checked(Options::all()[$field['name']] !== '', true, false),
            esc_html($field['help'])
        );
    }

    private static function showHelp(string $id, string $text): void
    {
        printf('<p class="description" id="%s-help">%s</p>', esc_attr($id), esc_html(trim($text)));
    }

    /** The last four characters, if the secret is long enough that they give nothing away. */
    private static function mask(string $secret): string
    {
        return $secret === '' ? '' : '••••••••' . (strlen($secret) >= 16 ? substr($secret, -4) : '');
    }

    /**
     * Saves each valid entry. For an invalid one the saved value stays in use, the page shows what is wrong, and the entry
     * stays in its field. WordPress may call this twice, the second time with the result of the first.
     *
     * @param mixed $typed
     */
    public static function validate($typed): array
    {
        $typed = is_array($typed) ? array_map('strval', array_filter($typed, 'is_scalar')) : [];
        $next = Options::all();
        $draft = [];
        foreach (self::fields() as $name => $field) {
            // Checked as it was typed. Sanitizing it first would silently remove parts.
            $value = trim($typed[$name] ?? '');
            if ($field['type'] === 'secret' && $value === '') {
                $next[$name] = empty($typed["remove_$name"]) ? $next[$name] : '';
                continue;
            }
            $problem = SettingsValidation::problem($name, $value);
            if ($problem === null) {
                $next[$name] = $name === 'proxies' && $value === '' ? '0' : ($field['type'] === 'secret' ? $value : sanitize_text_field($value));
                continue;
            }
            if ($field['type'] !== 'secret' && !SettingsValidation::looksSecret($value)) {
                $draft[$name] = $value;
            }
            /* translators: 1: the name of a setting, 2: what is wrong with it */
            $format = __('“%1$s” was not saved. %2$s', 'solifyn-buy-button');
            add_settings_error(Options::name(), $name, sprintf($format, $field['label'], $problem));
        }
        if ($draft) {
            set_transient(self::draftName(), $draft, 5 * MINUTE_IN_SECONDS);
        }
        Log::forgetLatest();
        return $next;
    }

    /** @return array<string, string> */
    private static function draft(): array
    {
        $draft = get_transient(self::draftName());
        return is_array($draft) ? $draft : [];
    }

    private static function draftName(): string
    {
        return self::DRAFT . get_current_user_id();
    }
}
