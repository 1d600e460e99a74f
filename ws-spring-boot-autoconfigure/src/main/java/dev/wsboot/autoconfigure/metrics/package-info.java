/**
 * Auto-configuration of the WebSocket server's meters.
 */
@NullMarked
package dev.wsboot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
