import { createRouted } from 'ai-sdk-routed';

/**
 * The one provider of the app. Route bundles and hot reload make copies of this module; the name makes them one:
 * circuits, limits, lines and the report are those of the process.
 */
export const routed = createRouted({
  name: 'chat',
  // A stream that breaks off is gone on with by the next model.
  continuation: {},
  // Three failures in a row instead of five: a reader who breaks a model sees its circuit open.
  breaker: { consecutiveFailures: 3 },
});
