<?php
/** Removes everything that the plugin saved, the API key included, when the plugin is deleted. */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

(static function (): void {
    $removeFromSite = static function (): void {
        global $wpdb;
        delete_option('solifyn_buy_button');
        delete_option('solifyn_buy_button_network');
        foreach (['_transient_solifyn_', '_transient_timeout_solifyn_', 'solifyn_webhook_'] as $prefix) {
            $like = $wpdb->esc_like($prefix) . '%';
            // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- WordPress has no function that deletes options by prefix
            $wpdb->query($wpdb->prepare("DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $like));
        }
    };
    if (!is_multisite()) {
        $removeFromSite();
        return;
    }
    foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $site) {
        switch_to_blog((int) $site);
        $removeFromSite();
        restore_current_blog();
    }
})();
