<?php
/**
 * The plugin's endpoint without WordPress, for `php -S`. The file that SOLIFYN_CASE names holds the options of the case;
 * what the seller would hear goes, one JSON a line, into that of SOLIFYN_REPORT.
 */

declare(strict_types=1);

use Solifyn\BuyButton\Endpoint\Endpoint;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Settings;

require __DIR__ . '/../../../wordpress/solifyn-buy-button/includes/endpoint/load.php';
require __DIR__ . '/stream-client.php';

ini_set('default_mimetype', '');
$options = json_decode(file_get_contents(getenv('SOLIFYN_CASE')), true);
$limit = $options['limit'] ?? ['allowed' => true];

$headers = [];
foreach (getallheaders() as $name => $value) {
    $headers[strtolower($name)] = $value;
}
$endpoint = new Endpoint(
    new Settings($options),
    new StreamClient(),
    static function () use ($limit): array {
        if (isset($limit['throws'])) {
            throw new RuntimeException('the counter is out of order');
        }
        return $limit;
    },
    static function (): bool {
        return true;
    },
    static function (string $code, string $message): void {
        file_put_contents(getenv('SOLIFYN_REPORT'), json_encode([$code, $message]) . "\n", FILE_APPEND);
    }
);
$answer = $endpoint->answer(new Request(
    $_SERVER['REQUEST_METHOD'],
    $headers,
    ["http://{$_SERVER['HTTP_HOST']}"],
    static function (): string {
        return file_get_contents('php://input', false, null, 0, Endpoint::MAX_BODY + 1);
    }
));
http_response_code($answer->status);
foreach ($answer->headers as $name => $value) {
    header("$name: $value");
}
echo $answer->body;
