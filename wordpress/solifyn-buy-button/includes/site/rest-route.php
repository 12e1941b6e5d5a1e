<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Answer;
use Solifyn\BuyButton\Endpoint\ClientAddress;
use Solifyn\BuyButton\Endpoint\Endpoint;
use Solifyn\BuyButton\Endpoint\Origins;
use Solifyn\BuyButton\Endpoint\RateLimit;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Settings;
use Solifyn\BuyButton\Endpoint\SettingError;

/**
 * `/wp-json/solifyn/v1/session`. WordPress knows the route, but judges and answers nothing of it: it would reply to a
 * broken body, another method or a preflight in words of its own, and grant every site cookies.
 */
final class RestRoute
{
    private const ROOT = 'solifyn/v1';
    private const PATH = '/session';
    private const ROUTE = '/' . self::ROOT . self::PATH;

    /** What WordPress and other plugins set for the REST API, and this route answers for itself or not at all. */
    private const FOREIGN_HEADERS = '/\A(?:access-control-.*|allow|cache-control|content-type|expires|link|pragma|vary)\z/i';

    /** @var Answer|null */
    private $answer;

    public static function register(): void
    {
        $route = new self();
        add_action('rest_api_init', [$route, 'announce']);
        add_filter('rest_authentication_errors', [$route, 'open'], PHP_INT_MAX);
        add_filter('rest_pre_dispatch', [$route, 'answer'], 0, 3);
        add_filter('rest_pre_serve_request', [$route, 'send'], PHP_INT_MAX, 3);
    }

    /** Where a page of this site sends its requests. */
    public static function url(): string
    {
        return rest_url(self::ROOT . self::PATH);
    }

    public function announce(): void
    {
        register_rest_route(self::ROOT, self::PATH, [
            'methods' => 'POST',
            'callback' => '__return_null', // never called, see `answer`
            'permission_callback' => '__return_true', // buyers are not logged in
        ]);
    }

    /** Also on a site that closes its REST API to visitors: they are who buys. */
    public function open($errors)
    {
        $route = $GLOBALS['wp']->query_vars['rest_route'] ?? '';
        return self::isOurs((string) $route) ? true : $errors;
    }

    /** @param mixed $result what an earlier filter answered */
    public function answer($result, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        if (!self::isOurs($request->get_route())) {
            return $result;
        }
        $this->answer = self::toAnswer($request);
        // What WordPress then makes of it (`_fields`, `_envelope`) does not count, see `send`.
        return new \WP_REST_Response(json_decode($this->answer->body, true), $this->answer->status, $this->answer->headers);
    }

    /** @param bool $served whether an earlier filter sent something */
    public function send($served, \WP_REST_Response $response, \WP_REST_Request $request): bool
    {
        if ($this->answer === null || !self::isOurs($request->get_route())) {
            return (bool) $served;
        }
        foreach (headers_list() as $header) {
            [$name] = explode(':', $header);
            if (preg_match(self::FOREIGN_HEADERS, $name)) {
                header_remove($name);
            }
        }
        ini_set('default_mimetype', ''); // or PHP gives even an answer without a body a type
        status_header($this->answer->status);
        foreach ($this->answer->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->answer->body;
        return true;
    }

    private static function isOurs(string $route): bool
    {
        return strtolower(untrailingslashit($route)) === self::ROUTE;
    }

    private static function toAnswer(\WP_REST_Request $request): Answer
    {
        $headers = [];
        foreach ($request->get_headers() as $name => $values) {
            $headers[str_replace('_', '-', $name)] = implode(', ', $values);
        }
        return self::endpoint($headers['x-forwarded-for'] ?? null)->answer(
            new Request($request->get_method(), $headers, self::ownOrigins(), [$request, 'get_body'])
        );
    }

    private static function endpoint(?string $forwardedFor): Endpoint
    {
        try {
            $settings = Options::toSettings();
        } catch (SettingError $error) {
            $settings = new Settings([]);
            $settings->problem = $error->getMessage();
        }
        return new Endpoint(
            $settings,
            new WpHttpClient(),
            static function () use ($forwardedFor): array {
                return self::limit($forwardedFor);
            },
            [Journal::class, 'isNews'],
            [Journal::class, 'write']
        );
    }

    private static function limit(?string $forwardedFor): array
    {
        $remote = (string) ($_SERVER['REMOTE_ADDR'] ?? 'unknown');
        $address = ClientAddress::of($remote, $forwardedFor, (int) Options::all()['proxies']);
        $counter = wp_using_ext_object_cache() ? new ObjectCacheCounter() : new TransientCounter();
        return (new RateLimit($counter, wp_salt('nonce'), 'time'))->verdict(ClientAddress::key($address));
    }

    /** The address that the page is under, and those that the site knows to be its own. */
    private static function ownOrigins(): array
    {
        $host = (string) ($_SERVER['HTTP_HOST'] ?? '');
        $addresses = [(is_ssl() ? 'https' : 'http') . "://$host", home_url(), site_url()];
        $origins = array_map(static function (string $address): ?string {
            return Origins::normalize(implode('/', array_slice(explode('/', $address), 0, 3)));
        }, $addresses);
        return array_values(array_unique(array_filter($origins))) ?: ['null'];
    }
}
