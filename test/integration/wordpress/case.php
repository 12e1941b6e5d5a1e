<?php
/**
 * A must-use plugin that gives the site the options of one case of the table and records what is reported to the seller.
 * Both files are beside it.
 */

$options = json_decode(file_get_contents(__DIR__ . '/case.json'), true);
if ($options) {
    add_filter('solifyn_buy_button_options', function () use ($options) {
        return $options;
    });
    delete_transient('solifyn_reported');
    // Each case has its own visitor. Otherwise the thirty-first one would exceed the rate limit.
    $_SERVER['REMOTE_ADDR'] = long2ip(random_int(1 << 24, 1 << 31));
}
add_action('solifyn_buy_button_error', function ($code, $message) {
    file_put_contents(__DIR__ . '/report', json_encode([$code, $message]) . "\n", FILE_APPEND);
}, 10, 2);
