<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Catalogue;
use Solifyn\BuyButton\Endpoint\CheckoutRequest;
use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\HttpError;
use Solifyn\BuyButton\Endpoint\SolifynApi;
use const Solifyn\BuyButton\VERSION;

defined('ABSPATH') || exit;

/**
 * The Test button of the settings page. The browser first calls the session endpoint as a visitor, so that a firewall or a
 * security plugin in between is found. Then the server creates a checkout and reports the result in detail.
 */
final class SettingsTest
{
    private const ACTION = 'solifyn_test';
    private const SCRIPT = 'solifyn-settings-test';

    public static function register(): void
    {
        add_action('wp_ajax_' . self::ACTION, [self::class, 'run']);
    }

    public static function enqueue(): void
    {
        wp_enqueue_script(self::SCRIPT, Assets::url('admin/settings-test.js'), ['wp-i18n'], VERSION, true);
        wp_set_script_translations(self::SCRIPT, 'solifyn-buy-button');
        wp_add_inline_script(self::SCRIPT, 'window.solifynTest = ' . wp_json_encode([
            'action' => self::ACTION,
            'nonce' => wp_create_nonce(self::ACTION),
            'ajaxUrl' => admin_url('admin-ajax.php'),
            'sessionUrl' => SessionRoute::url(),
        ]) . ';', 'before');
    }

    public static function show(): void
    {
        echo '<h2>' . esc_html__('Test', 'solifyn-buy-button') . '</h2><p>';
        esc_html_e('Creates a checkout with the saved settings, as a click on a buy button does. Nothing is charged.', 'solifyn-buy-button');
        echo '</p><p><label for="solifyn-test-id">' . esc_html__('Product or collection id', 'solifyn-buy-button') . '</label> ';
        printf('<input type="text" id="solifyn-test-id" class="regular-text code" value="%s" placeholder="prod_…" spellcheck="false"> ', esc_attr(self::firstId()));
        printf('<button type="button" id="solifyn-test" class="button">%s</button></p>', esc_html__('Test', 'solifyn-buy-button'));
        echo '<div id="solifyn-test-result" role="status"></div>';
    }

    public static function run(): void
    {
        check_ajax_referer(self::ACTION);
        if (!current_user_can(SettingsPage::capability())) {
            wp_send_json_error(['message' => __('You are not allowed to do this.', 'solifyn-buy-button')], 403);
        }
        $id = isset($_POST['id']) ? sanitize_text_field(wp_unslash($_POST['id'])) : '';
        try {
            $session = self::createSession($id);
        } catch (HttpError $error) {
            wp_send_json_error(['message' => self::explain($error)]);
        }
        $message = Config::isTestKey(Options::get('api_key'))
            ? __('It works. Solifyn created a test checkout, which accepts no real payments.', 'solifyn-buy-button')
            : __('It works. Solifyn created a checkout.', 'solifyn-buy-button');
        wp_send_json_success(['message' => $message, 'url' => $session['checkout_url']]);
    }

    /** @throws HttpError */
    private static function createSession(string $id): array
    {
        $field = strncmp($id, 'col_', 4) === 0 ? 'collectionId' : 'productId';
        $request = CheckoutRequest::parse((string) wp_json_encode([$field => $id]));
        $config = SessionRoute::config();
        (new Catalogue($config))->check($request);
        return (new SolifynApi($config, new WpHttpClient()))->createSession($request);
    }

    private static function explain(HttpError $error): string
    {
        if ($error->name === 'invalid-request') {
            return __('Enter the id of a product or a collection, like prod_…', 'solifyn-buy-button');
        }
        if ($error->name === 'not-for-sale') {
            return __('This id is not in the lists of what is for sale, see above.', 'solifyn-buy-button');
        }
        if ($error->name === 'rejected') {
            /* translators: %s: Solifyn's own words */
            return sprintf(__('Solifyn accepted the key, but not this id. It answered: %s', 'solifyn-buy-button'), $error->getMessage());
        }
        return $error->incident === null ? $error->getMessage() : $error->incident->message;
    }

    private static function firstId(): string
    {
        $options = Options::all();
        $ids = preg_split('/[\s,]+/', "{$options['products']} {$options['collections']}", -1, PREG_SPLIT_NO_EMPTY);
        return $ids[0] ?? '';
    }
}
