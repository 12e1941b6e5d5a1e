<?php
/**
 * Calls functions of the plugin, so that a test can compare their results with those of the TypeScript endpoint.
 *
 * php call.php < [["limitKey", "2001:db8::1"], …]  > ["2001:db8::/64", …]
 */

declare(strict_types=1);

use Solifyn\BuyButton\Endpoint\CheckoutRequest;
use Solifyn\BuyButton\Endpoint\ClientAddress;
use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\ConfigError;
use Solifyn\BuyButton\Endpoint\ConfigText;
use Solifyn\BuyButton\Endpoint\Counter;
use Solifyn\BuyButton\Endpoint\HttpError;
use Solifyn\BuyButton\Endpoint\Json;
use Solifyn\BuyButton\Endpoint\Origins;
use Solifyn\BuyButton\Endpoint\RateLimit;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Url;
use Solifyn\BuyButton\Endpoint\Webhook;
use Solifyn\BuyButton\Endpoint\WebhookError;

require __DIR__ . '/load-endpoint.php';

/** Counts in memory, as exactly as an object cache. */
final class MemoryCounter implements Counter
{
    private $counts = [];

    public function increment(string $name, int $window, int $seconds, int $limit): bool
    {
        $count = $this->counts["$name:$window"] = ($this->counts["$name:$window"] ?? 0) + 1;
        return $count <= $limit;
    }

    public function size(): int
    {
        return count($this->counts);
    }
}

$functions = [
    'limitKey' => [ClientAddress::class, 'limitKey'],
    'networkKey' => [ClientAddress::class, 'networkKey'],
    'resolve' => [ClientAddress::class, 'resolve'],
    'normalizeOrigin' => [Origins::class, 'normalize'],
    'isSafeUrl' => [Url::class, 'isSafe'],
    // What would be sent to Solifyn, or null if the request is refused. The body is in Base64.
    'parseRequest' => static function (string $body): ?string {
        try {
            return Json::stringify((object) CheckoutRequest::parse(base64_decode($body))->fields);
        } catch (HttpError $error) {
            return null;
        }
    },
    // What is wrong with the options as typed; null if nothing is.
    'configProblem' => static function (array $typed): ?string {
        try {
            return (new Config([
                'apiKey' => $typed['apiKey'] ?? 'sk_4f9Qm2Lx7Zr8Vt1',
                'apiUrl' => $typed['apiUrl'] ?? null,
                'allowedOrigins' => ConfigText::parseOrigins($typed['allowedOrigins'] ?? ''),
                'products' => ConfigText::parseIds($typed['products'] ?? ''),
                'customPrices' => ConfigText::parsePrices($typed['customPrices'] ?? ''),
            ]))->problem;
        } catch (ConfigError $error) {
            return $error->option . ': ' . $error->getMessage();
        }
    },
    'apiUrl' => static function (string $apiKey): string {
        return (new Config(['apiKey' => $apiKey]))->apiUrl;
    },
    'requestId' => static function (?string $received): string {
        $headers = $received === null ? [] : ['x-request-id' => $received];
        return (new Request('POST', $headers, [], 'strval'))->id;
    },
    // The verdicts of one limiter on requests of [address, second], one after the other, and how many counts it keeps.
    'limit' => static function (array $requests): array {
        $counter = new MemoryCounter();
        $now = 0;
        $limit = new RateLimit($counter, 'salt', static function () use (&$now): int {
            return $now;
        });
        $verdicts = [];
        foreach ($requests as [$address, $second]) {
            $now = $second;
            $verdicts[] = $limit->check($address);
        }
        return ['verdicts' => $verdicts, 'counts' => $counter->size()];
    },
    // The event of a webhook, or why it is refused.
    'verifyWebhook' => static function (array $headers, string $body, array $secrets, int $now) {
        try {
            $webhook = Webhook::verify(static function (string $name) use ($headers): ?string {
                return $headers[$name] ?? null;
            }, $body, $secrets, $now);
            return ['id' => $webhook->id, 'timestamp' => $webhook->timestamp, 'type' => $webhook->type, 'data' => $webhook->data];
        } catch (WebhookError $error) {
            return $error->getMessage();
        }
    },
];

$results = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $call) {
    $results[] = $functions[array_shift($call)](...$call);
}
echo json_encode($results, JSON_THROW_ON_ERROR);
