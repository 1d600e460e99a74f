package dev.wsboot.engine.server;

import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.memory.WriteBuffers;

/**
 * The parts of a server that all of its outbound queues use. Safe to use from any thread.
 *
 * @param completions notifies senders
 * @param counters counts what is sent and dropped
 * @param writeBuffers lends buffers to threads that write outside an event loop
 */
record SendResources(Completions completions, Counters counters, WriteBuffers writeBuffers) {
}
