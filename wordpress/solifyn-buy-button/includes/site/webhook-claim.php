<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

defined('ABSPATH') || exit;

/**
 * The right to handle one webhook, which only one PHP process can have.
 *
 * It is a row of the options table. `INSERT IGNORE` either adds the row or finds the one of another process, as in
 * WordPress's own lock for updates. `add_option` cannot: it overwrites a row that another process has just added.
 */
final class WebhookClaim
{
    private const PREFIX = 'solifyn_webhook_';
    /** A process that was killed keeps its claim for this time. Longer than a listener should run. */
    private const RUNNING_SECONDS = 5 * MINUTE_IN_SECONDS;
    /** Longer than Solifyn keeps trying to deliver. */
    private const REMEMBER_SECONDS = 3 * DAY_IN_SECONDS;

    /** @var string the row's name */
    private $name;

    /** @var string the row's value: the second in which it expires, and its state */
    private $value;

    /** @var bool */
    private $isHeld = true;

    private function __construct(string $name, string $value)
    {
        $this->name = $name;
        $this->value = $value;
    }

    /**
     * @return self|null null if the webhook was handled before, or another process handles it now
     * @throws \RuntimeException if the database cannot be written
     */
    public static function take(string $id): ?self
    {
        global $wpdb;
        // Values begin with ten digits until the year 2286, so that they can be compared as texts.
        $like = $wpdb->esc_like(self::PREFIX) . '%';
        self::write("DELETE FROM {$wpdb->options} WHERE option_name LIKE %s AND option_value < %s", $like, (string) time());
        $claim = new self(self::name($id), self::value('running', self::RUNNING_SECONDS));
        $added = self::write(
            "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no')",
            $claim->name,
            $claim->value
        );
        if ($added === false) {
            throw new \RuntimeException('the database cannot be written');
        }
        return $added === 1 ? $claim : null;
    }

    /** Whether a webhook was handled without an error. */
    public static function isDone(string $id): bool
    {
        global $wpdb;
        // Not get_option, whose cache is of an earlier moment.
        // phpcs:ignore WordPress.DB.DirectDatabaseQuery
        $value = $wpdb->get_var($wpdb->prepare("SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::name($id)));
        return is_string($value) && substr($value, -5) === ' done';
    }

    /** Ends the claim. A webhook with the same id is not handled again. */
    public function finish(): void
    {
        global $wpdb;
        $this->isHeld = false;
        // The row may have expired and be gone.
        self::write(
            "INSERT INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no') ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)",
            $this->name,
            self::value('done', self::REMEMBER_SECONDS)
        );
    }

    /** Gives the claim back, so that Solifyn can send the webhook again. Does nothing after `finish`. */
    public function release(): void
    {
        global $wpdb;
        if (!$this->isHeld) {
            return;
        }
        $this->isHeld = false;
        self::write("DELETE FROM {$wpdb->options} WHERE option_name = %s AND option_value = %s", $this->name, $this->value);
    }

    private static function name(string $id): string
    {
        return self::PREFIX . md5($id);
    }

    private static function value(string $state, int $seconds): string
    {
        return (time() + $seconds) . " $state";
    }

    /** @return int|false how many rows were changed, false if the database refuses */
    private static function write(string $query, string ...$values)
    {
        global $wpdb;
        // phpcs:ignore WordPress.DB -- WordPress has no function that adds a row only once, and $query is a constant
        $changed = $wpdb->query($wpdb->prepare($query, $values));
        return is_int($changed) ? $changed : false;
    }
}
