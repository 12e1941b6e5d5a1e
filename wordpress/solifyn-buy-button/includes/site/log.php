<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Incident;

defined('ABSPATH') || exit;

/** Writes problems that the seller can fix to the server's log, and keeps the latest one for the settings page. */
final class Log
{
    private const LATEST = 'solifyn_latest_incident';
    private const REPORTED = 'solifyn_reported';
    /** Incidents to remember. There is a limit because visitors can make up products and origins. */
    private const MAX_REPORTED = 100;

    public static function write(Incident $incident, string $requestId = ''): void
    {
        if ($incident->reportOnceFor !== null && !self::isFirstReport($incident)) {
            return;
        }
        // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- a seller finds a failed sale here
        error_log("[solifyn] $incident->message" . ($requestId === '' ? '' : " (request $requestId)"));
        /**
         * Fires for each problem that the seller can fix, never for a buyer's own mistake.
         *
         * @param string $code e.g. misconfigured, unavailable, timeout, limit-failed, verify-failed, origin-not-allowed
         * @param string $message without the API key
         * @param string $request_id the X-Request-Id of the response
         */
        do_action('solifyn_buy_button_error', $incident->code, $incident->message, $requestId);
        self::keepLatest($incident);
    }

    /** @return array{time: int, code: string, message: string}|null */
    public static function latest(): ?array
    {
        $latest = get_transient(self::LATEST);
        return is_array($latest) ? $latest : null;
    }

    public static function forgetLatest(): void
    {
        delete_transient(self::LATEST);
    }

    /** At most one write a minute for each kind of incident, so that an outage of Solifyn does not load the database. */
    private static function keepLatest(Incident $incident): void
    {
        $latest = self::latest();
        if ($latest === null || $latest['code'] !== $incident->code || time() - $latest['time'] >= MINUTE_IN_SECONDS) {
            $value = ['time' => time(), 'code' => $incident->code, 'message' => $incident->message];
            set_transient(self::LATEST, $value, WEEK_IN_SECONDS);
        }
    }

    /** Whether the same incident was not reported today. */
    private static function isFirstReport(Incident $incident): bool
    {
        $saved = get_transient(self::REPORTED);
        $reported = is_array($saved) ? $saved : [];
        $key = md5("$incident->code $incident->reportOnceFor");
        if (isset($reported[$key]) || count($reported) >= self::MAX_REPORTED) {
            return false;
        }
        set_transient(self::REPORTED, $reported + [$key => true], DAY_IN_SECONDS);
        return true;
    }
}
