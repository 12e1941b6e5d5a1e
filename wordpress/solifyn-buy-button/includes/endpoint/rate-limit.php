<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Counts that are shared by all requests. */
interface Counter
{
    /**
     * Counts one try in a time window.
     *
     * @param int $window the number of the window; each new window starts at zero
     * @param int $seconds the length of a window
     * @return bool whether at most `$limit` tries have been counted in this window
     * @throws \RuntimeException if counting is impossible
     */
    public function increment(string $name, int $window, int $seconds, int $limit): bool;
}

/** The command's default limits: per address, per IPv6 network, and for all visitors together. */
final class RateLimit
{
    private const PER_ADDRESS = 30;
    /** For an IPv6 /56, which holds 256 networks that each count as one address. */
    private const PER_NETWORK = 4 * self::PER_ADDRESS;
    private const TOTAL = 600;
    private const WINDOW_SECONDS = 60;
    /** Hexadecimal digits of a bucket: 4,096 buckets. */
    private const BUCKET_DIGITS = 3;

    /** @var Counter */
    private $counter;

    /** @var string */
    private $salt;

    /** @var callable(): int seconds */
    private $now;

    /** @param string $salt a secret of this site */
    public function __construct(Counter $counter, string $salt, callable $now)
    {
        $this->counter = $counter;
        $this->salt = $salt;
        $this->now = $now;
    }

    /**
     * Tries beyond the limit of an address or a network do not count for the total. Otherwise one visitor could stop every
     * sale by flooding the endpoint.
     *
     * @param string $address of the visitor
     * @return array{allowed: bool, retryAfter: int}
     */
    public function check(string $address): array
    {
        $now = ($this->now)();
        $window = intdiv($now, self::WINDOW_SECONDS);
        $network = ClientAddress::networkKey($address);
        $limits = [
            'a' . $this->bucket(ClientAddress::limitKey($address)) => self::PER_ADDRESS,
        ] + ($network === null ? [] : ['n' . $this->bucket($network) => self::PER_NETWORK]) + ['all' => self::TOTAL];
        $isAllowed = true;
        foreach ($limits as $name => $limit) {
            $isAllowed = $isAllowed && $this->counter->increment($name, $window, self::WINDOW_SECONDS, $limit);
        }
        return ['allowed' => $isAllowed, 'retryAfter' => self::WINDOW_SECONDS - $now % self::WINDOW_SECONDS];
    }

    /**
     * Addresses are counted in a fixed number of buckets, so that a flood from many addresses cannot fill the database and
     * no address is stored. The salt keeps visitors from finding an address that shares a bucket with another one.
     */
    private function bucket(string $address): string
    {
        return substr(hash_hmac('sha256', $address, $this->salt), 0, self::BUCKET_DIGITS);
    }
}
