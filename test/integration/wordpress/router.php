<?php
/**
 * The plugin's endpoint without WordPress, for `php -S`. SOLIFYN_CASE names a file with the options of a case. Reports
 * are appended to the file that SOLIFYN_REPORT names, one line of JSON each.
 */

declare(strict_types=1);

use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\Endpoint;
use Solifyn\BuyButton\Endpoint\Incident;
use Solifyn\BuyButton\Endpoint\Request;

require __DIR__ . '/load-endpoint.php';
require __DIR__ . '/stream-client.php';

ini_set('default_mimetype', '');
$options = json_decode(file_get_contents(getenv('SOLIFYN_CASE')), true);
$limit = $options['limit'] ?? ['allowed' => true];
$verify = $options['verify'] ?? null;

$headers = [];
foreach (getallheaders() as $name => $value) {
    $headers[strtolower($name)] = $value;
}
$endpoint = new Endpoint(new Config($options), new StreamClient(), [
    'limit' => static function () use ($limit): array {
        if (isset($limit['throws'])) {
            throw new RuntimeException('the counter is out of order');
        }
        return $limit;
    },
    'verify' => $verify === null ? null : static function () use ($verify): bool {
        if (isset($verify['throws'])) {
            throw new RuntimeException('the bot check is out of order');
        }
        return is_array($verify) ? $verify['passes'] : $verify;
    },
    'report' => static function (Incident $incident): void {
        $line = json_encode([$incident->code, $incident->message]) . "\n";
        file_put_contents(getenv('SOLIFYN_REPORT'), $line, FILE_APPEND);
    },
]);
$response = $endpoint->handle(new Request(
    $_SERVER['REQUEST_METHOD'],
    $headers,
    ["http://{$_SERVER['HTTP_HOST']}"],
    static function (): string {
        return file_get_contents('php://input', false, null, 0, Endpoint::MAX_BODY_BYTES + 1);
    }
));
http_response_code($response->status);
foreach ($response->headers as $name => $value) {
    header("$name: $value");
}
echo $response->body;
