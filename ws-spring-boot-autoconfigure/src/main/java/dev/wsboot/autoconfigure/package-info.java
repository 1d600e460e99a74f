/**
 * Auto-configuration of the WebSocket server.
 */
@NullMarked
package dev.wsboot.autoconfigure;

import org.jspecify.annotations.NullMarked;
