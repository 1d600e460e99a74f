package dev.wsboot.engine;

/**
 * The native memory for compression contexts that sessions keep, read at one moment. An
 * immutable value.
 *
 * @param reserved bytes that open sessions may use
 * @param max bytes that they may use at most, see {@link CompressionOptions#maxMemory}
 * @param refused sessions that were opened without takeover because there was no room
 */
public record CompressionMemory(long reserved, long max, long refused) {
}
