<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\ClientAddress;
use Solifyn\BuyButton\Endpoint\Config;
use Solifyn\BuyButton\Endpoint\ConfigError;
use Solifyn\BuyButton\Endpoint\Endpoint;
use Solifyn\BuyButton\Endpoint\RateLimit;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Turnstile;

defined('ABSPATH') || exit;

/** The session endpoint of this site, `/wp-json/solifyn/v1/session`. */
final class SessionRoute
{
    private const PATH = '/session';
    private const TURNSTILE_TIMEOUT_MS = 3000;

    public static function register(): void
    {
        $route = new RestRoute(self::PATH, static function (Request $request) {
            return self::endpoint()->handle($request);
        }, Endpoint::MAX_BODY_BYTES);
        $route->register();
    }

    public static function url(): string
    {
        return RestRoute::url(self::PATH);
    }

    public static function config(): Config
    {
        try {
            return Options::parse();
        } catch (ConfigError $error) {
            $config = new Config([]);
            $config->problem = $error->getMessage();
            return $config;
        }
    }

    private static function endpoint(): Endpoint
    {
        $client = new LimitedHttpClient(new WpHttpClient());
        $verify = null;
        if (Options::hasTurnstile()) {
            $turnstile = new Turnstile(Options::get('turnstile_secret_key'), $client, self::TURNSTILE_TIMEOUT_MS);
            $verify = [$turnstile, 'verify'];
        }
        return new Endpoint(self::config(), $client, [
            'limit' => [self::class, 'checkLimit'],
            'verify' => $verify,
            'report' => [Log::class, 'write'],
        ]);
    }

    /** @return array{allowed: bool, retryAfter: int} */
    public static function checkLimit(Request $request): array
    {
        $remote = RestRoute::server('REMOTE_ADDR');
        $address = ClientAddress::resolve($remote, $request->header('x-forwarded-for'), (int) Options::get('proxies'));
        $counter = wp_using_ext_object_cache() ? new ObjectCacheCounter() : new TransientCounter();
        return (new RateLimit($counter, wp_salt('nonce'), 'time'))->check($address);
    }
}
