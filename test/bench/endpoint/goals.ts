/** How much CPU the endpoint may take with everything turned on, as a multiple of the bare handler's. */
export const MAX_CPU_RATIO = 1.6;
