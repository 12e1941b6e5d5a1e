<?php
/** Removes what the plugin kept in the database, the API key first of all, when it is deleted. */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

(static function (): void {
    $clean = static function (): void {
        global $wpdb;
        delete_option('solifyn_buy_button');
        foreach (['_transient_solifyn_', '_transient_timeout_solifyn_'] as $prefix) {
            $like = $wpdb->esc_like($prefix) . '%';
            $wpdb->query($wpdb->prepare("DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $like));
        }
    };
    if (!is_multisite()) {
        $clean();
        return;
    }
    foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $site) {
        switch_to_blog((int) $site);
        $clean();
        restore_current_blog();
    }
})();
