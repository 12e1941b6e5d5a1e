<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Origins;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Response;

defined('ABSPATH') || exit;

/**
 * A route of the REST API that sends its responses itself. WordPress would send its own errors for a malformed body or
 * another method, its own response to a preflight, and would allow every site to send cookies.
 */
final class RestRoute
{
    private const ROOT = 'solifyn/v1';

    /** Headers that WordPress and other plugins set for the REST API. The route sets its own or none. */
    private const REPLACED_HEADERS = '/\A(?:access-control-.*|allow|cache-control|content-type|expires|link|pragma|vary)\z/i';

    /** @var string */
    private $path;

    /** @var callable(Request): Response */
    private $handle;

    /** @var int */
    private $maxBodyBytes;

    /** @var Response|null */
    private $response;

    /** @param string $path with a slash in front */
    public function __construct(string $path, callable $handle, int $maxBodyBytes)
    {
        $this->path = $path;
        $this->handle = $handle;
        $this->maxBodyBytes = $maxBodyBytes;
    }

    public function register(): void
    {
        add_action('rest_api_init', [$this, 'registerRoute']);
        add_filter('rest_authentication_errors', [$this, 'allowVisitors'], PHP_INT_MAX);
        add_filter('rest_pre_dispatch', [$this, 'dispatch'], 0, 3);
        add_filter('rest_pre_serve_request', [$this, 'serve'], PHP_INT_MAX, 3);
    }

    public static function url(string $path): string
    {
        return rest_url(self::ROOT . $path);
    }

    public function registerRoute(): void
    {
        register_rest_route(self::ROOT, $this->path, [
            'methods' => 'POST',
            'callback' => '__return_null', // never called, see `dispatch`
            'permission_callback' => '__return_true', // buyers and Solifyn do not log in
        ]);
    }

    /** Opens the route on a site whose REST API is closed to visitors, because the visitors are the buyers. */
    public function allowVisitors($errors)
    {
        return $this->isOuterRoute() ? true : $errors;
    }

    /**
     * Sends a response only if the HTTP request itself is for this route. In a batch (`/batch/v1`) the caller writes the
     * headers of the inner requests, Origin and X-Forwarded-For among them.
     *
     * @param mixed $result of an earlier filter
     */
    public function dispatch($result, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        if (!$this->isRoute($request->get_route())) {
            return $result;
        }
        if (!$this->isOuterRoute()) {
            // Not a WP_Error: WordPress 6.5 throws on one that a filter returns inside a batch.
            return new \WP_REST_Response(['error' => ['code' => 'invalid-request', 'message' => 'Send this request directly, not in a batch.']], 400);
        }
        $this->response = ($this->handle)($this->readRequest());
        // `serve` sends the real response. WordPress may change this one (`_fields`, `_envelope`), which has no effect.
        return new \WP_REST_Response(json_decode($this->response->body, true), $this->response->status, $this->response->headers);
    }

    /** @param bool $served whether an earlier filter has sent a response */
    public function serve($served, \WP_REST_Response $response, \WP_REST_Request $request): bool
    {
        if ($this->response === null || !$this->isRoute($request->get_route())) {
            return (bool) $served;
        }
        foreach (headers_list() as $header) {
            [$name] = explode(':', $header);
            if (preg_match(self::REPLACED_HEADERS, $name)) {
                header_remove($name);
            }
        }
        // phpcs:ignore WordPress.PHP.IniSet.Risky -- otherwise PHP adds a type to a response without a body
        ini_set('default_mimetype', '');
        status_header($this->response->status);
        foreach ($this->response->headers as $name => $value) {
            header("$name: $value");
        }
        // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- JSON with its own content type and nosniff
        echo $this->response->body;
        return true;
    }

    private function isRoute(string $route): bool
    {
        return strtolower(untrailingslashit($route)) === '/' . self::ROOT . $this->path;
    }

    /** Whether the HTTP request is for this route. */
    private function isOuterRoute(): bool
    {
        $route = $GLOBALS['wp']->query_vars['rest_route'] ?? '';
        return is_string($route) && $this->isRoute($route);
    }

    private function readRequest(): Request
    {
        $headers = [];
        // The values are compared and passed on unchanged. Sanitizing would change an Origin or a signature.
        // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized
        foreach (rest_get_server()->get_headers(wp_unslash($_SERVER)) as $name => $value) {
            $headers[strtolower(str_replace('_', '-', $name))] = (string) $value;
        }
        return new Request(
            sanitize_key(self::server('REQUEST_METHOD')),
            $headers,
            self::ownOrigins(),
            function (): string {
                return (string) file_get_contents('php://input', false, null, 0, $this->maxBodyBytes + 1);
            }
        );
    }

    /** The origin that the request was sent to, and those of the site's own addresses. */
    private static function ownOrigins(): array
    {
        $scheme = is_ssl() ? 'https' : 'http';
        $addresses = ["$scheme://" . self::server('HTTP_HOST'), home_url(), site_url()];
        $origins = array_map(static function (string $address): ?string {
            return Origins::normalize(implode('/', array_slice(explode('/', $address), 0, 3)));
        }, $addresses);
        return array_values(array_unique(array_filter($origins))) ?: ['null'];
    }

    public static function server(string $name): string
    {
        return isset($_SERVER[$name]) ? sanitize_text_field(wp_unslash($_SERVER[$name])) : '';
    }
}
