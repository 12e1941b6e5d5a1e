<?php
/**
 * Asks the plugin's pieces, so that a test can compare them with those of the TypeScript endpoint.
 *
 * php judge.php < [["key", "2001:db8::1"], …]  > ["2001:db8::/64", …]
 */

declare(strict_types=1);

use Solifyn\BuyButton\Endpoint\Address;
use Solifyn\BuyButton\Endpoint\ClientAddress;
use Solifyn\BuyButton\Endpoint\Counter;
use Solifyn\BuyButton\Endpoint\Json;
use Solifyn\BuyButton\Endpoint\Order;
use Solifyn\BuyButton\Endpoint\Origins;
use Solifyn\BuyButton\Endpoint\RateLimit;
use Solifyn\BuyButton\Endpoint\Refusal;
use Solifyn\BuyButton\Endpoint\SettingError;
use Solifyn\BuyButton\Endpoint\Settings;
use Solifyn\BuyButton\Endpoint\SettingsText;

require __DIR__ . '/../../../wordpress/solifyn-buy-button/includes/endpoint/load.php';

/** Counts in memory, as exactly as an object cache. */
final class MemoryCounter implements Counter
{
    private $counts = [];

    public function take(string $name, int $window, int $seconds, int $places): bool
    {
        $count = $this->counts["$name:$window"] = ($this->counts["$name:$window"] ?? 0) + 1;
        return $count <= $places;
    }

    public function size(): int
    {
        return count($this->counts);
    }
}

$pieces = [
    'key' => [ClientAddress::class, 'key'],
    'client' => [ClientAddress::class, 'of'],
    'origin' => [Origins::class, 'normalize'],
    'safe' => [Address::class, 'isSafe'],
    // What would go to Solifyn, or null where it is refused. The body comes in Base64.
    'order' => static function (string $body): ?string {
        try {
            return Json::write((object) Order::read(base64_decode($body))->fields);
        } catch (Refusal $refusal) {
            return null;
        }
    },
    // The settings as typed: null, or what is wrong.
    'settings' => static function (array $typed): ?string {
        try {
            return (new Settings([
                'apiKey' => $typed['apiKey'] ?? 'sk',
                'apiUrl' => $typed['apiUrl'] ?? null,
                'allowedOrigins' => SettingsText::origins($typed['allowedOrigins'] ?? ''),
                'products' => SettingsText::ids($typed['products'] ?? ''),
                'customPrices' => SettingsText::prices($typed['customPrices'] ?? ''),
            ]))->problem;
        } catch (SettingError $error) {
            return $error->setting . ': ' . $error->getMessage();
        }
    },
    // What one limit says to requests of [address, second], one after the other; and how many counts it keeps.
    'limit' => static function (array $requests): array {
        $counter = new MemoryCounter();
        $now = 0;
        $limit = new RateLimit($counter, 'salt', static function () use (&$now): int {
            return $now;
        });
        $verdicts = [];
        foreach ($requests as [$address, $second]) {
            $now = $second;
            $verdicts[] = $limit->verdict($address);
        }
        return ['verdicts' => $verdicts, 'counts' => $counter->size()];
    },
];

$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $question) {
    $answers[] = $pieces[array_shift($question)](...$question);
}
echo json_encode($answers, JSON_THROW_ON_ERROR);
