package dev.wsboot.engine.server.waits;

/**
 * Marks a thread that must not wait for a peer: an event loop, which would wait for bytes
 * that only it reads.
 */
public interface NonWaitingThread {

}
