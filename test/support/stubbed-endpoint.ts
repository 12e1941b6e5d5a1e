import { configure } from '../../src/button/config/configure.ts';
import { resetConfiguration } from './configuration.ts';
import { silence, stubFetch, type FetchCall, type FetchStub } from './fetch.ts';

/** The session endpoint of the unit tests in one file. */
export interface StubbedEndpoint {
  /** The requests of the current test, oldest first. */
  readonly calls: readonly FetchCall[];
  /** Sets the response of the current test. Without one the endpoint never responds. */
  respond(respond: Parameters<typeof stubFetch>[0]): void;
}

/** Sets an endpoint without retries before each test of the file, and removes it afterwards. */
export function useStubbedEndpoint(): StubbedEndpoint {
  let stub: FetchStub;

  beforeEach(() => {
    stub = stubFetch(silence);
    configure({ endpoint: '/session', retries: 0 });
  });

  afterEach(() => {
    stub.restore();
    resetConfiguration();
  });

  return {
    get calls() {
      return stub.calls;
    },
    respond(respond) {
      stub.restore();
      stub = stubFetch(respond);
    },
  };
}
