/**
 * Auto-configuration of the WebSocket server's health.
 */
@NullMarked
package dev.wsboot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
