<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** A webhook's signature is missing, wrong or too old. */
final class WebhookError extends \RuntimeException
{
}

/** Verifies Solifyn's webhooks, which follow the Standard Webhooks specification (www.standardwebhooks.com). */
final class Webhook
{
    public const MAX_BODY_BYTES = 262144;
    private const SECRET_PREFIX = 'whsec_';
    private const MAX_AGE_SECONDS = 300;
    private const MIN_SECRET_BYTES = 16;
    /** Signatures that are compared. While a secret is being replaced, Solifyn sends two. */
    private const MAX_SIGNATURES = 10;
    /** The specification forbids a full stop: with one, a signature could fit two ids. */
    private const ID = '/\A[^\s.]{1,256}\z/';
    private const SECONDS = '/\A[1-9]\d{0,10}\z/';

    /** @var string the id of this delivery, the same when Solifyn sends it again */
    public $id;

    /** @var int seconds since 1970 */
    public $timestamp;

    /** @var string e.g. payment.succeeded */
    public $type;

    /** @var mixed as Solifyn sent it, objects as arrays */
    public $data;

    private function __construct(string $id, int $timestamp, string $type, $data)
    {
        $this->id = $id;
        $this->timestamp = $timestamp;
        $this->type = $type;
        $this->data = $data;
    }

    /** What is wrong with a secret, as a sentence that does not repeat it. Null if it is valid. */
    public static function secretProblem(string $secret): ?string
    {
        return strlen(self::decodeSecret($secret)) >= self::MIN_SECRET_BYTES
            ? null
            : 'A webhook secret begins with whsec_ and is one line of letters, digits, + and /. Copy the whole secret.';
    }

    /**
     * @param callable(string): ?string $header a header of the request, by its name in lower case
     * @param string $body the raw bytes of the request
     * @param string[] $secrets any of them may have signed. While a secret is being replaced there are two
     * @throws WebhookError if the webhook must not be trusted
     */
    public static function verify(callable $header, string $body, array $secrets, int $now): self
    {
        // The two families of headers are never mixed.
        $prefix = $header('webhook-id') === null ? 'svix' : 'webhook';
        $id = $header("$prefix-id") ?? '';
        $timestamp = $header("$prefix-timestamp") ?? '';
        if (!preg_match(self::ID, $id) || !preg_match(self::SECONDS, $timestamp)) {
            throw new WebhookError('The signature headers of the webhook are missing or malformed.');
        }
        if (abs($now - (int) $timestamp) > self::MAX_AGE_SECONDS) {
            throw new WebhookError('The webhook is too old, or this server’s clock is wrong.');
        }
        if (!self::isSigned("$id.$timestamp.$body", $header("$prefix-signature") ?? '', $secrets)) {
            throw new WebhookError('The webhook’s signature does not match the secret.');
        }
        // A list becomes an array too.
        $event = preg_match('/\A[ \t\r\n]*\{/', $body) ? json_decode($body, true) : null;
        [$type, $data] = self::parseEvent(is_array($event) ? $event : []);
        return new self($id, (int) $timestamp, $type, $data);
    }

    /** @param string $signatures like `v1,<Base64> v1,<Base64>` */
    private static function isSigned(string $content, string $signatures, array $secrets): bool
    {
        $isSigned = false;
        $candidates = array_slice(preg_grep('/\Av1,/', preg_split('/,?\s+/', $signatures)), 0, self::MAX_SIGNATURES);
        foreach ($secrets as $secret) {
            if (self::secretProblem($secret) !== null) {
                continue;
            }
            $expected = base64_encode(hash_hmac('sha256', $content, self::decodeSecret($secret), true));
            foreach ($candidates as $signature) {
                // hash_equals takes the same time for every signature, and no loop ends early.
                $isSigned = hash_equals("v1,$expected", $signature) || $isSigned;
            }
        }
        return $isSigned;
    }

    /**
     * Solifyn documents two bodies: `{ type, data }`, and the object itself with the event's name in `paymentEventType` or
     * `lastEventType`.
     *
     * @throws WebhookError for any other body
     */
    private static function parseEvent(array $event): array
    {
        if (is_string($event['type'] ?? null) && array_key_exists('data', $event)) {
            return [$event['type'], $event['data']];
        }
        $name = $event['paymentEventType'] ?? $event['lastEventType'] ?? null;
        if (!is_string($name)) {
            throw new WebhookError('The body is not a Solifyn event in JSON.');
        }
        return [$name, $event];
    }

    private static function decodeSecret(string $secret): string
    {
        $hasPrefix = strncmp($secret, self::SECRET_PREFIX, strlen(self::SECRET_PREFIX)) === 0;
        return $hasPrefix ? (string) base64_decode(substr($secret, strlen(self::SECRET_PREFIX)), true) : '';
    }
}
