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

    /** What is wrong with a secret, in words that do not repeat it. Null if nothing is. */
    public static function secretProblem(string $secret): ?string
    {
        return strlen(self::decodeSecret($secret)) >= self::MIN_SECRET_BYTES
            ? null
            : 'A webhook secret begins with whsec_ and is one line of letters, digits, + and /. Copy the whole secret.';
    }

    /**
     * @param callable(string): ?string $header a header of the request, by its name in lower case
     * @param string $body the raw bytes of the request
     * @param string[] $secrets any of them may have signed; during a rotation there are two
     * @throws WebhookError if the webhook must not be trusted
     */
    public static function verify(callable $header, string $body, array $secrets, int $now): self
    {
        $read = static function (string $name) use ($header): string {
            return $header("webhook-$name") ?? $header("svix-$name") ?? '';
        };
        $id = $read('id');
        $timestamp = $read('timestamp');
        if ($id === '' || !preg_match('/\A\d{1,12}\z/', $timestamp)) {
            throw new WebhookError('The webhook lacks its signature headers.');
        }
        if (abs($now - (int) $timestamp) > self::MAX_AGE_SECONDS) {
            throw new WebhookError('The webhook is too old, or this server’s clock is wrong.');
        }
        if (!self::isSigned("$id.$timestamp.$body", $read('signature'), $secrets)) {
            throw new WebhookError('The webhook’s signature does not match the secret.');
        }
        $event = json_decode($body, true);
        if (!is_array($event)) {
            throw new WebhookError('The webhook is not a JSON object.');
        }
        [$type, $data] = self::parseEvent($event);
        return new self($id, (int) $timestamp, $type, $data);
    }

    /** @param string $signatures like `v1,<Base64> v1,<Base64>` */
    private static function isSigned(string $content, string $signatures, array $secrets): bool
    {
        $isSigned = false;
        foreach ($secrets as $secret) {
            if (self::secretProblem($secret) !== null) {
                continue;
            }
            $expected = base64_encode(hash_hmac('sha256', $content, self::decodeSecret($secret), true));
            foreach (explode(' ', $signatures) as $signature) {
                // hash_equals takes the same time for every signature, and no loop ends early.
                $isSigned = hash_equals("v1,$expected", $signature) || $isSigned;
            }
        }
        return $isSigned;
    }

    /** Solifyn documents two bodies: `{ type, data }`, and the bare object that names its own event. */
    private static function parseEvent(array $event): array
    {
        if (is_string($event['type'] ?? null) && array_key_exists('data', $event)) {
            return [$event['type'], $event['data']];
        }
        foreach (['paymentEventType', 'lastEventType', 'type'] as $name) {
            if (is_string($event[$name] ?? null)) {
                return [$event[$name], $event];
            }
        }
        return ['', $event];
    }

    private static function decodeSecret(string $secret): string
    {
        $hasPrefix = strncmp($secret, self::SECRET_PREFIX, strlen(self::SECRET_PREFIX)) === 0;
        return $hasPrefix ? (string) base64_decode(substr($secret, strlen(self::SECRET_PREFIX)), true) : '';
    }
}
