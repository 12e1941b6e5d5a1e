<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Counts that outlive a request. */
interface Counter
{
    /**
     * Takes one of so many places in a window of time.
     *
     * @param int $window its number; a new one begins with all places free
     * @param int $seconds how long it lasts
     * @return bool whether there was one left
     * @throws \RuntimeException where nothing can be counted
     */
    public function take(string $name, int $window, int $seconds, int $places): bool;
}

/** The same limits as those of the command: per address, and for all addresses together. */
final class RateLimit
{
    /** Tries a minute. */
    private const PER_ADDRESS = 30;
    private const FOR_ALL = 600;
    /** Seconds. */
    private const WINDOW = 60;

    /** @var Counter */
    private $counter;

    /** @var string */
    private $salt;

    /** @var callable(): int seconds */
    private $now;

    /** @param string $salt what visitors do not know */
    public function __construct(Counter $counter, string $salt, callable $now)
    {
        $this->counter = $counter;
        $this->salt = $salt;
        $this->now = $now;
    }

    /**
     * An address is judged first: what it is refused does not count for all, or one flooder could stop every sale.
     *
     * @param string $address what ClientAddress::key returned
     * @return array{allowed: bool, retryAfter: int}
     */
    public function verdict(string $address): array
    {
        $now = ($this->now)();
        $window = intdiv($now, self::WINDOW);
        $isAllowed = $this->counter->take($this->drawer($address), $window, self::WINDOW, self::PER_ADDRESS)
            && $this->counter->take('all', $window, self::WINDOW, self::FOR_ALL);
        return ['allowed' => $isAllowed, 'retryAfter' => self::WINDOW - $now % self::WINDOW];
    }

    /**
     * Addresses are counted in 4,096 drawers, so that a flood from many of them cannot fill the database, and no address
     * is stored. Which go together only the salt knows.
     */
    private function drawer(string $address): string
    {
        return substr(hash_hmac('sha256', $address, $this->salt), 0, 3);
    }
}
