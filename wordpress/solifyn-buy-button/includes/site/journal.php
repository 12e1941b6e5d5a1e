<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

/** What the seller should look into: in the server's log, and the last of it on the settings page. */
final class Journal
{
    private const LAST = 'solifyn_last_fault';
    private const TOLD = 'solifyn_told';
    /** Products whose refused price is remembered, so that a visitor who makes up ids cannot fill the row. */
    private const MAX_TOLD = 100;

    public static function write(string $code, string $message): void
    {
        error_log("[solifyn] $message");
        /**
         * Something that the seller should look into, never a buyer's mistake.
         *
         * @param string $code misconfigured, unavailable, timeout, limit-failed or custom-price-not-allowed
         * @param string $message without the API key
         */
        do_action('solifyn_buy_button_error', $code, $message);
        $last = self::last();
        // One row a minute: a Solifyn that is down should not keep the database busy.
        if ($last === null || $last['code'] !== $code || time() - $last['time'] >= MINUTE_IN_SECONDS) {
            set_transient(self::LAST, ['time' => time(), 'code' => $code, 'message' => $message], WEEK_IN_SECONDS);
        }
    }

    /** @return array{time: int, code: string, message: string}|null */
    public static function last(): ?array
    {
        $last = get_transient(self::LAST);
        return is_array($last) ? $last : null;
    }

    public static function forget(): void
    {
        delete_transient(self::LAST);
    }

    /** Whether the seller has not heard of this product's refused price today. */
    public static function isNews(string $product): bool
    {
        $told = get_transient(self::TOLD);
        $told = is_array($told) ? $told : [];
        $mark = md5($product);
        if (isset($told[$mark]) || count($told) >= self::MAX_TOLD) {
            return false;
        }
        set_transient(self::TOLD, $told + [$mark => true], DAY_IN_SECONDS);
        return true;
    }
}
