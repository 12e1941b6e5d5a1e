export const HELP = `solifyn-session-endpoint: creates Solifyn checkouts for <solifyn-buy-button>

Usage:
  solifyn-session-endpoint --allowed-origins https://shop.example
  solifyn-session-endpoint --sandbox          try it without an account

The API key, one of:
  SOLIFYN_API_KEY            the key itself
  SOLIFYN_API_KEY_FILE       a file that contains it, read again on SIGHUP

Webhooks, received at /webhooks if there is a secret, one of:
  SOLIFYN_WEBHOOK_SECRET     the signing secret, whsec_…
  SOLIFYN_WEBHOOK_SECRET_FILE  a file that contains it, read again on SIGHUP

Settings, each a variable or a flag. A flag wins. An empty one is unset. Flags marked + may be repeated.
  SOLIFYN_API_URL            --api-url            default https://api.solifyn.com, for test keys
                                                  https://sandbox-api.solifyn.com
  SOLIFYN_ALLOWED_ORIGINS    --allowed-origins +  https://shop.example,https://www.shop.example or *
  SOLIFYN_PRODUCTS           --products +         prod_a,prod_b: sell nothing else
  SOLIFYN_COLLECTIONS        --collections +      col_a,col_b: sell nothing else
  SOLIFYN_CUSTOM_PRICES      --custom-prices +    prod_a:5,prod_b:1-500: lowest and highest price a buyer may choose
  TURNSTILE_SECRET_KEY       --turnstile-secret-key  bot check by Cloudflare Turnstile (better a variable: other
                                                  programs on this computer can read flags)
  HOST                       --host               default 127.0.0.1, 0.0.0.0 for all addresses of this computer
  PORT                       --port               default 8787
  TRUST_PROXY                --trust-proxy        number of proxies in front, default 0
  RATE_LIMIT_PER_ADDRESS     --rate-limit-per-address  requests per minute and address, default 30
  RATE_LIMIT_TOTAL           --rate-limit-total   requests per minute from all addresses, default 600
  MAX_CONCURRENT_CALLS       --max-concurrent-calls  open calls to Solifyn, default 100
  REDIS_URL                  --redis-url          share the rate limits between several instances
  LOG_FORMAT                 --log-format         text (default) or json
  WEBHOOK_HANDLER            --webhook-handler    a module whose default export is called with each webhook's event
  METRICS_PORT               --metrics-port       serve Prometheus metrics at /metrics on this port

  --sandbox                  start a sandbox of the Solifyn API and sell through it
  SANDBOX_WEBHOOK_URL        --webhook-url        with --sandbox: where it sends signed webhooks of its payments
  -h, --help                 show this text
  -v, --version              show the version

GET /healthz is 200 while the process runs, GET /readyz is 200 while it can sell. A path that ends
with /webhooks receives webhooks. Any other path is the endpoint.
`;
